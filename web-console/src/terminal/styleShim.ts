/** How xterm creates elements. */
interface ElementFactory {
  createElement: (name: string, options?: ElementCreationOptions) => HTMLElement;
}

/**
 * Prepares the page for xterm, whose styles the content security policy would reject: it creates style elements without a nonce, and
 * sets colours by the attribute `style`.
 */
export function permitStylesOfTerminal(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';
  const factory: ElementFactory = document;
  const create = factory.createElement.bind(document);
  factory.createElement = (name, options) => {
    const element = create(name, options);
    if (name === 'style') element.nonce = nonce;
    return element;
  };
  HTMLSpanElement.prototype.setAttribute = function (this: HTMLSpanElement, name: string, value: string) {
    if (name === 'style') this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };
}
