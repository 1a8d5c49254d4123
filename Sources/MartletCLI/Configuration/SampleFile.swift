// SPDX-License-Identifier: Apache-2.0

import MartletServer

/// The commented configuration file that holds every setting as it is by default.
struct SampleFile {
    /// The text of the file.
    let text: String

    init(groups: [Setting.Group] = Setting.groups, settings: ServerSettings = ServerSettings()) {
        var lines = Self.preface
        for group in groups {
            lines += ["", "# --- \(group.title)"]
            for part in Self.parts(of: group.settings) {
                lines += part.section.map { ["", part.isUnset(in: settings) ? "# \($0):" : "\($0):"] } ?? []
                for setting in part.settings {
                    lines += part.section == nil ? [""] : []
                    lines += Self.lines(for: setting, in: part, settings)
                }
            }
        }
        self.text = lines.joined(separator: "\n") + "\n"
    }

    private static let preface = [
        "# Every setting of martlet, as it is by default; those behind a # are not set by default.",
        "#",
        "# `martlet serve --config FILE` reads it, or MARTLET_CONFIG names it. An option of the command wins over an",
        "# environment variable, and that over the file: limits.page is --limits-page and MARTLET_LIMITS_PAGE.",
        "# `martlet config check --config FILE` says what holds and what cannot work. A key that is not here is refused.",
        "#",
        "# `martlet config sample` prints this file.",
    ]

    /// Settings that stand next to each other under one section, or under none.
    private struct Part {
        var section: String?
        var settings: [Setting]

        /// Whether none of them is set by default: a section of comments would be read as an empty value.
        func isUnset(in settings: ServerSettings) -> Bool {
            self.settings.allSatisfy { $0.show(settings) == nil }
        }
    }

    private static func parts(of settings: [Setting]) -> [Part] {
        settings.reduce(into: []) { parts, setting in
            let section = setting.key.firstIndex(of: ".").map { String(setting.key[..<$0]) }
            if parts.last?.section == section, !parts.isEmpty {
                parts[parts.count - 1].settings.append(setting)
            } else {
                parts.append(Part(section: section, settings: [setting]))
            }
        }
    }

    private static func lines(for setting: Setting, in part: Part, _ settings: ServerSettings) -> [String] {
        let name = setting.key.split(separator: ".").last.map(String.init) ?? setting.key
        let indent = part.section == nil ? "" : "  "
        let comments = Self.comment(setting.summary).map { "\(indent)# \($0)" }
        if setting.key == "auth" { return comments + ["auth: dev"] }
        if let value = setting.show(settings) { return comments + ["\(indent)\(name): \(value)"] }
        let line = "\(name): \(setting.example ?? "")"
        return comments + [part.isUnset(in: settings) ? "# \(indent)\(line)" : "\(indent)# \(line)"]
    }

    private static func comment(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 110 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
