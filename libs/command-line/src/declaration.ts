/** What one option or argument takes. `read` makes its value of the text that was given. @throws UsageError */
interface Taken<T> {
  readonly description: string;
  /** Every text it takes, where these are few; a shell completes them. */
  readonly choices?: readonly string[];
  /** `name` is what a message calls it. */
  readonly read: (text: string, name: string) => T;
}

/** `--name`, or `--name VALUE` where `value` names what follows. */
export interface Option<T = unknown> extends Taken<T> {
  readonly value?: string;
}

/** A word that is no option. Arguments are given in the order in which they are declared. */
export interface Argument<T = unknown> extends Taken<T> {
  /** What help calls it, in capitals. */
  readonly value: string;
  /** Absent: it may be left out. Present: what a message says when it is. */
  readonly required?: { readonly message: string; readonly instruction: string };
}

export type Options = Readonly<Record<string, Option>>;
export type Arguments = Readonly<Record<string, Argument>>;

/** The syntax of a command, or of a group of commands (`commands`). Programs add what a command does. */
export interface CommandSyntax<C = unknown> {
  readonly name: string;
  /** One line, as in a list of commands. */
  readonly summary: string;
  /** What its help says besides. */
  readonly details?: string;
  readonly options?: Options;
  readonly arguments?: Arguments;
  readonly commands?: readonly C[];
}

type ValueOf<D> = D extends { readonly read: (text: string, name: string) => infer T } ? T : never;

/** The values given to options and arguments, by name: absent where they were not given. */
export type Values<O extends Options = Options, A extends Arguments = Record<never, never>> = {
  readonly [K in keyof O]?: ValueOf<O[K]>;
} & {
  readonly [K in keyof A as A[K] extends { readonly required: object } ? K : never]: ValueOf<A[K]>;
} & {
  readonly [K in keyof A as A[K] extends { readonly required: object } ? never : K]?: ValueOf<A[K]>;
};
