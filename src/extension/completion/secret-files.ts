/** Files and folders that hold secrets, by name; completions neither read nor write in them. */
const secretFiles: readonly { readonly what: string; readonly name: RegExp }[] = [
  { what: 'environment variables', name: /^\.env(\..*)?$|\.env$|^\.envrc$|^\.flaskenv$/ },
  { what: 'private keys and certificates', name: /\.(pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx?|gpg|asc|ovpn)$/ },
  { what: 'keys of SSH', name: /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?(\..*)?$/ },
  { what: 'credentials', name: /^\.?(git-)?credentials?(\..*|[-_].*)?$|[-_.]credentials?(\..*)?$/ },
  { what: 'secrets', name: /^\.?secrets?(\..*|[-_].*)?$|[-_.]secrets?(\..*)?$/ },
  {
    what: 'passwords',
    name: /^\.?passwords?(\..*)?$|^\.?htpasswd$|^\.pgpass$|^\.my\.cnf$|^shadow$|^\.vault_pass(\..*)?$/,
  },
  {
    what: 'access to package registries',
    name: /^\.npmrc$|^\.yarnrc(\.yml)?$|^\.pypirc$|^nuget\.config$|^auth\.json$/,
  },
  {
    what: 'access to machines',
    name: /^[._]netrc$|^\.dockercfg$|^\.dockerconfigjson$|^kubeconfig(\..*)?$|\.kubeconfig$/,
  },
  {
    what: 'access to clouds',
    name: /^service[-_]?account.*\.json$|^\.boto$|^\.s3cfg$|\.tfvars(\.json)?$|\.tfstate(\.backup)?$/,
  },
  { what: 'tokens', name: /^\.?(access|auth|api)?[-_]?tokens?(\.(txt|json|ya?ml))?$/ },
];

const secretFolders: ReadonlySet<string> = new Set(['.ssh', '.aws', '.azure', '.gnupg', '.kube', '.docker', '.gcloud']);

/** Languages (VS Code's identifiers) of such files, where they have no name yet. */
const secretLanguages: ReadonlySet<string> = new Set(['dotenv', 'ssh_config']);

/** Whether a document may hold secrets, by its path ('/' between the parts) and language. */
export function looksSecret(path: string, language: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  return (
    secretLanguages.has(language) ||
    parts.slice(0, -1).some((folder) => secretFolders.has(folder)) ||
    secretFiles.some((entry) => entry.name.test(name))
  );
}
