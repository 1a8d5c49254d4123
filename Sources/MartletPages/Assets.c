// SPDX-License-Identifier: Apache-2.0
//
// Written by Scripts/list-assets.sh.

#include "MartletPages.h"

static const unsigned char board_css[] = {
#embed "Assets/board.css"
};

static const unsigned char board_html[] = {
#embed "Assets/board.html"
};

static const unsigned char board_js[] = {
#embed "Assets/board.js"
};

static const unsigned char board_chart_js[] = {
#embed "Assets/board/chart.js"
};

static const unsigned char board_dead_letters_js[] = {
#embed "Assets/board/dead-letters.js"
};

static const unsigned char board_durations_js[] = {
#embed "Assets/board/durations.js"
};

static const unsigned char board_lists_js[] = {
#embed "Assets/board/lists.js"
};

static const unsigned char board_sessions_js[] = {
#embed "Assets/board/sessions.js"
};

static const unsigned char board_working_js[] = {
#embed "Assets/board/working.js"
};

static const unsigned char chart_css[] = {
#embed "Assets/chart.css"
};

static const unsigned char chat_css[] = {
#embed "Assets/chat.css"
};

static const unsigned char chat_html[] = {
#embed "Assets/chat.html"
};

static const unsigned char chat_js[] = {
#embed "Assets/chat.js"
};

static const unsigned char chat_actions_js[] = {
#embed "Assets/chat/actions.js"
};

static const unsigned char chat_announcer_js[] = {
#embed "Assets/chat/announcer.js"
};

static const unsigned char chat_app_js[] = {
#embed "Assets/chat/app.js"
};

static const unsigned char chat_canvas_js[] = {
#embed "Assets/chat/canvas.js"
};

static const unsigned char chat_completion_js[] = {
#embed "Assets/chat/completion.js"
};

static const unsigned char chat_composer_js[] = {
#embed "Assets/chat/composer.js"
};

static const unsigned char chat_connection_js[] = {
#embed "Assets/chat/connection.js"
};

static const unsigned char chat_conversation_js[] = {
#embed "Assets/chat/conversation.js"
};

static const unsigned char chat_dialog_js[] = {
#embed "Assets/chat/dialog.js"
};

static const unsigned char chat_directory_js[] = {
#embed "Assets/chat/directory.js"
};

static const unsigned char chat_element_js[] = {
#embed "Assets/chat/element.js"
};

static const unsigned char chat_emoji_js[] = {
#embed "Assets/chat/emoji.js"
};

static const unsigned char chat_format_js[] = {
#embed "Assets/chat/format.js"
};

static const unsigned char chat_forms_js[] = {
#embed "Assets/chat/forms.js"
};

static const unsigned char chat_loop_js[] = {
#embed "Assets/chat/loop.js"
};

static const unsigned char chat_menus_js[] = {
#embed "Assets/chat/menus.js"
};

static const unsigned char chat_messages_js[] = {
#embed "Assets/chat/messages.js"
};

static const unsigned char chat_panel_js[] = {
#embed "Assets/chat/panel.js"
};

static const unsigned char chat_people_js[] = {
#embed "Assets/chat/people.js"
};

static const unsigned char chat_popover_js[] = {
#embed "Assets/chat/popover.js"
};

static const unsigned char chat_room_header_js[] = {
#embed "Assets/chat/room-header.js"
};

static const unsigned char chat_room_js[] = {
#embed "Assets/chat/room.js"
};

static const unsigned char chat_row_js[] = {
#embed "Assets/chat/row.js"
};

static const unsigned char chat_sidebar_js[] = {
#embed "Assets/chat/sidebar.js"
};

static const unsigned char chat_store_js[] = {
#embed "Assets/chat/store.js"
};

static const unsigned char chat_switcher_js[] = {
#embed "Assets/chat/switcher.js"
};

static const unsigned char chat_text_js[] = {
#embed "Assets/chat/text.js"
};

static const unsigned char chat_timeline_js[] = {
#embed "Assets/chat/timeline.js"
};

static const unsigned char chat_uploads_js[] = {
#embed "Assets/chat/uploads.js"
};

static const unsigned char chat_welcome_js[] = {
#embed "Assets/chat/welcome.js"
};

static const unsigned char console_css[] = {
#embed "Assets/console.css"
};

static const unsigned char console_html[] = {
#embed "Assets/console.html"
};

static const unsigned char console_js[] = {
#embed "Assets/console.js"
};

static const unsigned char console_connections_js[] = {
#embed "Assets/console/connections.js"
};

static const unsigned char console_drain_js[] = {
#embed "Assets/console/drain.js"
};

static const unsigned char console_exposition_js[] = {
#embed "Assets/console/exposition.js"
};

static const unsigned char console_figures_js[] = {
#embed "Assets/console/figures.js"
};

static const unsigned char console_history_js[] = {
#embed "Assets/console/history.js"
};

static const unsigned char console_limits_js[] = {
#embed "Assets/console/limits.js"
};

static const unsigned char console_log_tail_js[] = {
#embed "Assets/console/log-tail.js"
};

static const unsigned char console_plot_js[] = {
#embed "Assets/console/plot.js"
};

static const unsigned char console_tiles_js[] = {
#embed "Assets/console/tiles.js"
};

static const unsigned char forbidden_html[] = {
#embed "Assets/forbidden.html"
};

static const unsigned char icon_svg[] = {
#embed "Assets/icon.svg"
};

static const unsigned char manifest_webmanifest[] = {
#embed "Assets/manifest.webmanifest"
};

static const unsigned char martlet_css[] = {
#embed "Assets/martlet.css"
};

static const unsigned char martlet_js[] = {
#embed "Assets/martlet.js"
};

static const unsigned char martlet_answers_js[] = {
#embed "Assets/martlet/answers.js"
};

static const unsigned char martlet_backoff_js[] = {
#embed "Assets/martlet/backoff.js"
};

static const unsigned char martlet_calls_js[] = {
#embed "Assets/martlet/calls.js"
};

static const unsigned char martlet_carrying_js[] = {
#embed "Assets/martlet/carrying.js"
};

static const unsigned char martlet_catch_up_js[] = {
#embed "Assets/martlet/catch-up.js"
};

static const unsigned char martlet_close_codes_js[] = {
#embed "Assets/martlet/close-codes.js"
};

static const unsigned char martlet_connection_js[] = {
#embed "Assets/martlet/connection.js"
};

static const unsigned char martlet_courier_js[] = {
#embed "Assets/martlet/courier.js"
};

static const unsigned char martlet_credential_settings_js[] = {
#embed "Assets/martlet/credential-settings.js"
};

static const unsigned char martlet_credential_store_js[] = {
#embed "Assets/martlet/credential-store.js"
};

static const unsigned char martlet_credential_sync_js[] = {
#embed "Assets/martlet/credential-sync.js"
};

static const unsigned char martlet_credential_vault_js[] = {
#embed "Assets/martlet/credential-vault.js"
};

static const unsigned char martlet_database_js[] = {
#embed "Assets/martlet/database.js"
};

static const unsigned char martlet_dead_letter_report_js[] = {
#embed "Assets/martlet/dead-letter-report.js"
};

static const unsigned char martlet_debounce_js[] = {
#embed "Assets/martlet/debounce.js"
};

static const unsigned char martlet_element_js[] = {
#embed "Assets/martlet/element.js"
};

static const unsigned char martlet_entry_js[] = {
#embed "Assets/martlet/entry.js"
};

static const unsigned char martlet_errors_js[] = {
#embed "Assets/martlet/errors.js"
};

static const unsigned char martlet_experiment_js[] = {
#embed "Assets/martlet/experiment.js"
};

static const unsigned char martlet_inbox_js[] = {
#embed "Assets/martlet/inbox.js"
};

static const unsigned char martlet_last_words_js[] = {
#embed "Assets/martlet/last-words.js"
};

static const unsigned char martlet_listeners_js[] = {
#embed "Assets/martlet/listeners.js"
};

static const unsigned char martlet_outbox_rules_js[] = {
#embed "Assets/martlet/outbox-rules.js"
};

static const unsigned char martlet_outbox_store_js[] = {
#embed "Assets/martlet/outbox-store.js"
};

static const unsigned char martlet_outbox_js[] = {
#embed "Assets/martlet/outbox.js"
};

static const unsigned char martlet_people_js[] = {
#embed "Assets/martlet/people.js"
};

static const unsigned char martlet_presence_js[] = {
#embed "Assets/martlet/presence.js"
};

static const unsigned char martlet_reception_js[] = {
#embed "Assets/martlet/reception.js"
};

static const unsigned char martlet_reconnection_js[] = {
#embed "Assets/martlet/reconnection.js"
};

static const unsigned char martlet_recovery_js[] = {
#embed "Assets/martlet/recovery.js"
};

static const unsigned char martlet_retry_hint_js[] = {
#embed "Assets/martlet/retry-hint.js"
};

static const unsigned char martlet_send_gate_js[] = {
#embed "Assets/martlet/send-gate.js"
};

static const unsigned char martlet_sender_js[] = {
#embed "Assets/martlet/sender.js"
};

static const unsigned char martlet_signals_js[] = {
#embed "Assets/martlet/signals.js"
};

static const unsigned char martlet_silence_js[] = {
#embed "Assets/martlet/silence.js"
};

static const unsigned char martlet_text_js[] = {
#embed "Assets/martlet/text.js"
};

static const unsigned char martlet_topbar_js[] = {
#embed "Assets/martlet/topbar.js"
};

static const unsigned char martlet_typing_js[] = {
#embed "Assets/martlet/typing.js"
};

static const unsigned char martlet_work_clock_js[] = {
#embed "Assets/martlet/work-clock.js"
};

static const unsigned char martlet_work_session_js[] = {
#embed "Assets/martlet/work-session.js"
};

static const unsigned char martlet_work_sessions_js[] = {
#embed "Assets/martlet/work-sessions.js"
};

static const unsigned char martlet_worker_js[] = {
#embed "Assets/martlet/worker.js"
};

static const unsigned char signin_css[] = {
#embed "Assets/signin.css"
};

static const unsigned char signin_html[] = {
#embed "Assets/signin.html"
};

static const unsigned char signin_js[] = {
#embed "Assets/signin.js"
};

static const unsigned char signin_people_js[] = {
#embed "Assets/signin/people.js"
};

static const unsigned char signin_picker_js[] = {
#embed "Assets/signin/picker.js"
};

static const unsigned char signin_session_js[] = {
#embed "Assets/signin/session.js"
};

static const unsigned char sw_js[] = {
#embed "Assets/sw.js"
};

static const unsigned char theme_js[] = {
#embed "Assets/theme.js"
};

static const struct martlet_asset assets[] = {
    {"board.css", board_css, sizeof board_css},
    {"board.html", board_html, sizeof board_html},
    {"board.js", board_js, sizeof board_js},
    {"board/chart.js", board_chart_js, sizeof board_chart_js},
    {"board/dead-letters.js", board_dead_letters_js, sizeof board_dead_letters_js},
    {"board/durations.js", board_durations_js, sizeof board_durations_js},
    {"board/lists.js", board_lists_js, sizeof board_lists_js},
    {"board/sessions.js", board_sessions_js, sizeof board_sessions_js},
    {"board/working.js", board_working_js, sizeof board_working_js},
    {"chart.css", chart_css, sizeof chart_css},
    {"chat.css", chat_css, sizeof chat_css},
    {"chat.html", chat_html, sizeof chat_html},
    {"chat.js", chat_js, sizeof chat_js},
    {"chat/actions.js", chat_actions_js, sizeof chat_actions_js},
    {"chat/announcer.js", chat_announcer_js, sizeof chat_announcer_js},
    {"chat/app.js", chat_app_js, sizeof chat_app_js},
    {"chat/canvas.js", chat_canvas_js, sizeof chat_canvas_js},
    {"chat/completion.js", chat_completion_js, sizeof chat_completion_js},
    {"chat/composer.js", chat_composer_js, sizeof chat_composer_js},
    {"chat/connection.js", chat_connection_js, sizeof chat_connection_js},
    {"chat/conversation.js", chat_conversation_js, sizeof chat_conversation_js},
    {"chat/dialog.js", chat_dialog_js, sizeof chat_dialog_js},
    {"chat/directory.js", chat_directory_js, sizeof chat_directory_js},
    {"chat/element.js", chat_element_js, sizeof chat_element_js},
    {"chat/emoji.js", chat_emoji_js, sizeof chat_emoji_js},
    {"chat/format.js", chat_format_js, sizeof chat_format_js},
    {"chat/forms.js", chat_forms_js, sizeof chat_forms_js},
    {"chat/loop.js", chat_loop_js, sizeof chat_loop_js},
    {"chat/menus.js", chat_menus_js, sizeof chat_menus_js},
    {"chat/messages.js", chat_messages_js, sizeof chat_messages_js},
    {"chat/panel.js", chat_panel_js, sizeof chat_panel_js},
    {"chat/people.js", chat_people_js, sizeof chat_people_js},
    {"chat/popover.js", chat_popover_js, sizeof chat_popover_js},
    {"chat/room-header.js", chat_room_header_js, sizeof chat_room_header_js},
    {"chat/room.js", chat_room_js, sizeof chat_room_js},
    {"chat/row.js", chat_row_js, sizeof chat_row_js},
    {"chat/sidebar.js", chat_sidebar_js, sizeof chat_sidebar_js},
    {"chat/store.js", chat_store_js, sizeof chat_store_js},
    {"chat/switcher.js", chat_switcher_js, sizeof chat_switcher_js},
    {"chat/text.js", chat_text_js, sizeof chat_text_js},
    {"chat/timeline.js", chat_timeline_js, sizeof chat_timeline_js},
    {"chat/uploads.js", chat_uploads_js, sizeof chat_uploads_js},
    {"chat/welcome.js", chat_welcome_js, sizeof chat_welcome_js},
    {"console.css", console_css, sizeof console_css},
    {"console.html", console_html, sizeof console_html},
    {"console.js", console_js, sizeof console_js},
    {"console/connections.js", console_connections_js, sizeof console_connections_js},
    {"console/drain.js", console_drain_js, sizeof console_drain_js},
    {"console/exposition.js", console_exposition_js, sizeof console_exposition_js},
    {"console/figures.js", console_figures_js, sizeof console_figures_js},
    {"console/history.js", console_history_js, sizeof console_history_js},
    {"console/limits.js", console_limits_js, sizeof console_limits_js},
    {"console/log-tail.js", console_log_tail_js, sizeof console_log_tail_js},
    {"console/plot.js", console_plot_js, sizeof console_plot_js},
    {"console/tiles.js", console_tiles_js, sizeof console_tiles_js},
    {"forbidden.html", forbidden_html, sizeof forbidden_html},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"manifest.webmanifest", manifest_webmanifest, sizeof manifest_webmanifest},
    {"martlet.css", martlet_css, sizeof martlet_css},
    {"martlet.js", martlet_js, sizeof martlet_js},
    {"martlet/answers.js", martlet_answers_js, sizeof martlet_answers_js},
    {"martlet/backoff.js", martlet_backoff_js, sizeof martlet_backoff_js},
    {"martlet/calls.js", martlet_calls_js, sizeof martlet_calls_js},
    {"martlet/carrying.js", martlet_carrying_js, sizeof martlet_carrying_js},
    {"martlet/catch-up.js", martlet_catch_up_js, sizeof martlet_catch_up_js},
    {"martlet/close-codes.js", martlet_close_codes_js, sizeof martlet_close_codes_js},
    {"martlet/connection.js", martlet_connection_js, sizeof martlet_connection_js},
    {"martlet/courier.js", martlet_courier_js, sizeof martlet_courier_js},
    {"martlet/credential-settings.js", martlet_credential_settings_js, sizeof martlet_credential_settings_js},
    {"martlet/credential-store.js", martlet_credential_store_js, sizeof martlet_credential_store_js},
    {"martlet/credential-sync.js", martlet_credential_sync_js, sizeof martlet_credential_sync_js},
    {"martlet/credential-vault.js", martlet_credential_vault_js, sizeof martlet_credential_vault_js},
    {"martlet/database.js", martlet_database_js, sizeof martlet_database_js},
    {"martlet/dead-letter-report.js", martlet_dead_letter_report_js, sizeof martlet_dead_letter_report_js},
    {"martlet/debounce.js", martlet_debounce_js, sizeof martlet_debounce_js},
    {"martlet/element.js", martlet_element_js, sizeof martlet_element_js},
    {"martlet/entry.js", martlet_entry_js, sizeof martlet_entry_js},
    {"martlet/errors.js", martlet_errors_js, sizeof martlet_errors_js},
    {"martlet/experiment.js", martlet_experiment_js, sizeof martlet_experiment_js},
    {"martlet/inbox.js", martlet_inbox_js, sizeof martlet_inbox_js},
    {"martlet/last-words.js", martlet_last_words_js, sizeof martlet_last_words_js},
    {"martlet/listeners.js", martlet_listeners_js, sizeof martlet_listeners_js},
    {"martlet/outbox-rules.js", martlet_outbox_rules_js, sizeof martlet_outbox_rules_js},
    {"martlet/outbox-store.js", martlet_outbox_store_js, sizeof martlet_outbox_store_js},
    {"martlet/outbox.js", martlet_outbox_js, sizeof martlet_outbox_js},
    {"martlet/people.js", martlet_people_js, sizeof martlet_people_js},
    {"martlet/presence.js", martlet_presence_js, sizeof martlet_presence_js},
    {"martlet/reception.js", martlet_reception_js, sizeof martlet_reception_js},
    {"martlet/reconnection.js", martlet_reconnection_js, sizeof martlet_reconnection_js},
    {"martlet/recovery.js", martlet_recovery_js, sizeof martlet_recovery_js},
    {"martlet/retry-hint.js", martlet_retry_hint_js, sizeof martlet_retry_hint_js},
    {"martlet/send-gate.js", martlet_send_gate_js, sizeof martlet_send_gate_js},
    {"martlet/sender.js", martlet_sender_js, sizeof martlet_sender_js},
    {"martlet/signals.js", martlet_signals_js, sizeof martlet_signals_js},
    {"martlet/silence.js", martlet_silence_js, sizeof martlet_silence_js},
    {"martlet/text.js", martlet_text_js, sizeof martlet_text_js},
    {"martlet/topbar.js", martlet_topbar_js, sizeof martlet_topbar_js},
    {"martlet/typing.js", martlet_typing_js, sizeof martlet_typing_js},
    {"martlet/work-clock.js", martlet_work_clock_js, sizeof martlet_work_clock_js},
    {"martlet/work-session.js", martlet_work_session_js, sizeof martlet_work_session_js},
    {"martlet/work-sessions.js", martlet_work_sessions_js, sizeof martlet_work_sessions_js},
    {"martlet/worker.js", martlet_worker_js, sizeof martlet_worker_js},
    {"signin.css", signin_css, sizeof signin_css},
    {"signin.html", signin_html, sizeof signin_html},
    {"signin.js", signin_js, sizeof signin_js},
    {"signin/people.js", signin_people_js, sizeof signin_people_js},
    {"signin/picker.js", signin_picker_js, sizeof signin_picker_js},
    {"signin/session.js", signin_session_js, sizeof signin_session_js},
    {"sw.js", sw_js, sizeof sw_js},
    {"theme.js", theme_js, sizeof theme_js},
};

size_t martlet_asset_count(void) { return sizeof assets / sizeof *assets; }

struct martlet_asset martlet_asset_at(size_t index) { return assets[index]; }
