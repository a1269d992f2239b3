/** What each package registry and language allows as a name, from their own references. */

const word = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** @see https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const PYTHON_KEYWORDS = word(`
  False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`);

/** @see https://docs.oracle.com/javase/specs/jls/se21/html/jls-3.html#jls-3.9 */
const JAVA_RESERVED = word(`
  _ abstract assert boolean break byte case catch char class const continue default do double else enum extends false
  final finally float for goto if implements import instanceof int interface long native new null package private
  protected public return short static strictfp super switch synchronized this throw throws transient true try void
  volatile while`);

/** @see https://learn.microsoft.com/dotnet/csharp/language-reference/keywords/ */
const CSHARP_KEYWORDS = word(`
  abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else
  enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock
  long namespace new null object operator out override params private protected public readonly ref return sbyte sealed
  short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort
  using virtual void volatile while`);

/** @see https://go.dev/ref/spec#Keywords */
const GO_KEYWORDS = word(`
  break case chan const continue default defer else fallthrough for func go goto if import interface map package range
  return select struct switch type var`);

/** Package names that the go command gives a meaning of their own. */
const GO_SPECIAL = word('main internal vendor testdata');

const identifiers = (keywords: ReadonlySet<string>) => (path: string) =>
  path.split('.').every((segment) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(segment) && !keywords.has(segment));

/** Scoped names; see `name` in npm's page on package.json. */
export const isNpmName = (name: string) => name.length <= 214 && /^@[a-z0-9-][a-z0-9-._]*\/[a-z0-9-][a-z0-9-._]*$/.test(name);

/** @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export const isPythonDistribution = (name: string) => /^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(name);
export const isPythonModule = identifiers(PYTHON_KEYWORDS);

export const isJavaPackage = identifiers(JAVA_RESERVED);
/** @see https://maven.apache.org/guides/mini/guide-naming-conventions.html */
export const isMavenCoordinate = (id: string) => /^[a-z0-9_][a-z0-9_.-]*$/.test(id) && !id.includes('..');

export const isDotNetNamespace = identifiers(CSHARP_KEYWORDS);
/** @see https://learn.microsoft.com/nuget/reference/nuspec#id */
export const isNuGetId = (id: string) => id.length <= 100 && /^\w+([.-]\w+)*$/.test(id);

/** @see https://go.dev/ref/mod#go-mod-file-ident */
export const isGoModule = (path: string) =>
  /^[a-z0-9.-]+\.[a-z]+(\/[A-Za-z0-9_.~-]+)+$/.test(path) && path.split('/').every((element) => !/^\.|\.$/.test(element));
/** Go's convention asks for one lower-case word. */
export const isGoPackage = (name: string) => /^[a-z][a-z0-9]*$/.test(name) && !GO_KEYWORDS.has(name) && !GO_SPECIAL.has(name);
