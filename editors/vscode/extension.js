// Starts `seqloom lsp` for .seq files. All that the editor shows comes from there; colours before it is up are those of
// the grammar beside this file.
const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = workspace.getConfiguration("seqloom");
  const command = settings.get("command", "seqloom");
  const server = {
    command,
    args: settings.get("arguments", ["lsp"]),
    // npm puts a .cmd file on the PATH of Windows, which only a shell starts.
    options: { shell: process.platform === "win32" },
  };
  client = new LanguageClient("seqloom", "Seqloom", server, {
    documentSelector: [{ language: "seq" }],
    synchronize: { fileEvents: workspace.createFileSystemWatcher("**/*.{seq,csv}") },
  });
  try {
    await client.start();
  } catch {
    window.showErrorMessage(
      `Seqloom: "${command}" does not start. Install it with "npm install --global @seqloom/cli", or say in the settings where it is.`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

exports.activate = async (context) => {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(commands.registerCommand("seqloom.restart", restart));
  await start();
};

exports.deactivate = stop;
