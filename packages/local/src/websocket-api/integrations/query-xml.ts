/** A parsed element. */
interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

/** Members that the services write as null where they have no value. */
const NULLABLE: Readonly<Record<string, readonly string[]>> = {
  SendMessageResult: ['MD5OfMessageAttributes', 'MD5OfMessageBody', 'MD5OfMessageSystemAttributes', 'MessageId', 'SequenceNumber'],
  PublishResult: ['MessageId', 'SequenceNumber'],
};

/**
 * Converts an XML answer of the query protocol to the JSON that the services send to API Gateway, which asks for JSON.
 * Emulators mostly send XML. Undefined for text that is not such XML.
 */
export function jsonOfQueryXml(xml: string): string | undefined {
  const root = parse(xml);
  if (root === undefined) {
    return undefined;
  }
  const value = readValue(root);
  return JSON.stringify(root.name === 'ErrorResponse' ? value : { [root.name]: value });
}

function readValue({ name, children, text }: Element): unknown {
  const nullable = NULLABLE[name];
  if (children.length === 0 && nullable === undefined) {
    return text.trim();
  }
  const members = new Map<string, unknown>((nullable ?? []).map((member) => [member, null]));
  const items: unknown[] = [];
  for (const child of children) {
    const value = readValue(child);
    if (child.name === 'member') {
      items.push(value);
    } else {
      members.set(child.name, value);
    }
  }
  return items.length > 0 ? items : Object.fromEntries(members);
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w.:-]*)[^>]*?(\/?)>|[^<]+/y;
const MAX_DEPTH = 32;

function parse(xml: string): Element | undefined {
  const document: Element = { name: '', children: [], text: '' };
  const open: Element[] = [document];
  TOKEN.lastIndex = 0;
  let at = 0;
  for (let match = TOKEN.exec(xml); match !== null; match = TOKEN.exec(xml)) {
    at = TOKEN.lastIndex;
    const [token, closing, name, selfClosing] = match;
    const parent = open.at(-1);
    if (parent === undefined || open.length > MAX_DEPTH) {
      return undefined;
    }
    if (name === undefined) {
      parent.text += token.startsWith('<') ? '' : unescaped(token);
    } else if (closing === '/') {
      if (parent.name !== name) {
        return undefined;
      }
      open.pop();
    } else {
      const element: Element = { name, children: [], text: '' };
      parent.children.push(element);
      if (selfClosing !== '/') {
        open.push(element);
      }
    }
  }
  const [root, ...others] = document.children;
  return at === xml.length && open.length === 1 && others.length === 0 ? root : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name = '') => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return Number.isNaN(code) ? (ENTITIES[name] ?? whole) : code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
