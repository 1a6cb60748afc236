import { checkOutputs, isFolder } from '../../tables/output-path.js';
import { isStream } from '../../tables/outputs/target.js';

/** The same, for an output with its manifest. @throws TanimarkError (file) */
export function checkOutputAndManifest(output: string): void {
  checkOutputs([output, ...(hasManifest(output) ? [manifestPath(output)] : [])]);
}

/** Whether a manifest is written beside an output: not beside a pipe, a device or /dev/stdout. */
export function hasManifest(output: string): boolean {
  return isFolder(output) || !isStream(output);
}

/** Note of an output without a manifest. */
export function noManifestNote(output: string): string {
  return `${output} is not a regular file: no manifest was written`;
}

/** The name of the manifest that belongs to an output. */
export function manifestPath(output: string): string {
  return `${output.replace(/[/\\]+$/, '')}.manifest.json`;
}
