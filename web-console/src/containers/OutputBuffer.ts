const longest = 512 * 1024;
/** A longer output is cut to this length, which is smaller than the maximum so that cuts are rare. */
const kept = 384 * 1024;

/** The end of a container's output, without the sequences that control a terminal. */
export class OutputBuffer {
  private content = '';
  /** The beginning of a control sequence whose end has not arrived. */
  private pending = '';

  add(text: string): void {
    const all = this.pending + text;
    const open = openSequence(all);
    this.pending = open < 0 ? '' : all.slice(open);
    this.content += withoutControls(open < 0 ? all : all.slice(0, open));
    if (this.content.length > longest) {
      const from = this.content.indexOf('\n', this.content.length - kept);
      this.content = this.content.slice(from + 1);
    }
  }

  text(): string {
    return this.content;
  }
}

const sequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

export function withoutControls(text: string): string {
  return text.replaceAll(sequence, '').replaceAll(control, '');
}

function openSequence(text: string): number {
  const escape = text.lastIndexOf('\u001b');
  if (escape < 0 || text.length - escape > 256) return -1;
  return text.slice(escape).replace(sequence, '').startsWith('\u001b') ? escape : -1;
}
