// SPDX-License-Identifier: Apache-2.0
// The chat page begins here: who is signed in, and everything for them.

import { startWorker } from "./martlet.js";
import { App } from "./chat/app.js";
import { reportDeadLetters } from "./martlet/dead-letter-report.js";

const standing = await fetch("/v1/session", { cache: "no-store" }).then((answer) => answer.json());
if (standing.user_id === null) {
  location.replace(`/signin?to=${encodeURIComponent(`/${location.hash}`)}`);
} else {
  const app = new App(standing);
  // What is on the screen comes first.
  await app.shown;
  startWorker(app.martlet);
  reportDeadLetters(app.martlet);
}
