/** Starts the language server, shows pages of rules, and takes snapshots on request. */

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions } from "vscode-languageclient/node";

import { Settings, serverCommand, startProblem } from "./server";

const SCHEME = "svclint-rule";
const SELECTOR = ["yaml", "json", "helm"].flatMap((language) =>
  ["file", "untitled"].map((scheme) => ({ scheme, language })),
);

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const pages = new Map<string, string>();
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => pages.get(uri.path) ?? "",
    }),
    vscode.commands.registerCommand("svclint.restart", restart),
    vscode.commands.registerCommand("svclint.takeSnapshot", takeSnapshot),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("svclint")) {
        await restart();
      }
    }),
  );
  await start(pages);

  async function restart(): Promise<void> {
    await client?.stop();
    await start(pages);
  }
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(pages: Map<string, string>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = serverCommand(settings(), folder, process.platform);
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    initializationOptions: { showsPages: true },
    middleware: {
      executeCommand: async (name, values, next) => {
        const result: unknown = await next(name, values);
        if (name === "svclint.explain" && typeof result === "string") {
          await showPage(pages, String(values[0]), result);
        }
        return result;
      },
    },
  };
  client = new LanguageClient("svclint", "svclint", command, options);
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(startProblem(command, reason));
  }
}

function settings(): Settings {
  const found = vscode.workspace.getConfiguration("svclint");
  return {
    command: found.get<string[]>("command", []),
    pythonEnvironment: found.get<string>("pythonEnvironment", ""),
    live: found.get<string>("live", ""),
  };
}

async function showPage(pages: Map<string, string>, rule: string, page: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
  pages.set(uri.path, page);
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

async function takeSnapshot(): Promise<void> {
  const done: unknown = await client?.sendRequest("workspace/executeCommand", {
    command: "svclint.refreshSnapshot",
    arguments: [],
  });
  void vscode.window.showInformationMessage(String(done));
}
