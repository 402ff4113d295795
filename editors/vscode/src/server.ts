/** Which command starts the server, from the settings alone. */

import * as path from "node:path";

export interface Settings {
  /** The whole command; empty to find it. */
  readonly command: readonly string[];
  /** The folder of a Python environment; empty to search the PATH. */
  readonly pythonEnvironment: string;
  /** A snapshot, or `cluster`; empty to compare with nothing. */
  readonly live: string;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: string[];
}

/**
 * Return the command that starts the server.
 *
 * An environment is relative to the folder `root`. On Windows, scripts are in another place.
 */
export function serverCommand(
  settings: Settings,
  root: string | undefined,
  platform: NodeJS.Platform,
): ServerCommand {
  const [command, ...args] = settings.command;
  if (command !== undefined) {
    return { command, args };
  }
  const live = settings.live === "" ? [] : ["--live", settings.live];
  return { command: program(settings.pythonEnvironment, root, platform), args: ["lsp", ...live] };
}

function program(
  environment: string,
  root: string | undefined,
  platform: NodeJS.Platform,
): string {
  if (environment === "") {
    return "svclint";
  }
  const separated = platform === "win32" ? path.win32 : path.posix;
  const folder =
    root === undefined || separated.isAbsolute(environment)
      ? environment
      : separated.join(root, environment);
  return platform === "win32"
    ? separated.join(folder, "Scripts", "svclint.exe")
    : separated.join(folder, "bin", "svclint");
}

/** Return what to tell a user whose server does not start. */
export function startProblem(command: ServerCommand, reason: string): string {
  return (
    `svclint does not start (${command.command}): ${reason}. ` +
    "Install it with `pip install 'svclint[lsp]'`, and name its environment in the setting " +
    "svclint.pythonEnvironment."
  );
}
