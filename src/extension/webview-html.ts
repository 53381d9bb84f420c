import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the bundles of the views and their font lie. */
export function webviewFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/**
 * The page of a view: one script, `name`.js, allowed by a nonce, the icon font, and pictures that the page makes itself;
 * nothing else may be loaded.
 */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, name: string): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), `${name}.js`)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; font-src ${webview.cspSource}; img-src data: blob:`;
  return `<!DOCTYPE html>
<html lang="${attribute(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Langscope</title>
</head>
<body>
<script nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
