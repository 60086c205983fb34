// @ts-check
/**
 * The types the browser's parts share. Forms carry exactly the fields of wire.md, and their key as `id`.
 *
 * @template T
 * @typedef {import("../../vendor/preact.js").Signal<T>} Signal
 */
/**
 * @template T
 * @typedef {import("../../vendor/preact.js").ReadonlySignal<T>} ReadonlySignal
 */
/** @typedef {any} VNode what `html` makes */
/** @typedef {{id: string, [field: string]: any}} Form */
/** @typedef {Record<string, Form>} Collection */
/** @typedef {{seq: number, at: string, kind: string, actor: string | null, changes: Record<string, Record<string, any>>}} Entry */
/** @typedef {{stream: string, from: number, to: number, head?: string, entries: Entry[]}} Frame */
/** @typedef {{person: string, capacity: string | null, may: string[]}} Me */
/** @typedef {{id: string, stream: string, name: string, args: Record<string, any>}} Command */
/** @typedef {{code: string, message: string, fields?: Record<string, string>, retry_after?: number}} Refusal */
/** @typedef {{ok: boolean, seq?: number, result?: {id?: string, [field: string]: any}, error?: Refusal}} Result */
/** @typedef {"connecting" | "online" | "reconnecting" | "full" | "offline" | "signed_out" | "closed"} Network */

/**
 * @typedef {object} JoinAnswer
 * @property {boolean} ok
 * @property {number} seq
 * @property {string} view
 * @property {string | null} head
 * @property {Record<string, Record<string, any>>} [snapshot]
 * @property {Entry[]} [entries]
 * @property {Me} me
 * @property {string} server_time
 * @property {Refusal} [error]
 */

/** @typedef {{needed: number, present: number, met: boolean}} Quorum */
/** @typedef {{id: string, title: string, body: string, phase: string, starts_at: string, item: string | null,
 *   until?: string | null, place?: string, body_name?: string, started_at?: string | null, sitting_since?: string | null, ended_at?: string | null,
 *   quorum: Quorum, [field: string]: any}} Meeting */
/** @typedef {import("../meetings/figures.js").Item & {[field: string]: any}} Item */
/** @typedef {import("../meetings/figures.js").Speech & {[field: string]: any}} Speech */
/** @typedef {import("../meetings/figures.js").Person & {[field: string]: any}} Person */

/**
 * @typedef {object} VoteResult
 * @property {number} members
 * @property {number} present
 * @property {number} cast
 * @property {Record<string, number>} counts
 * @property {number} not_cast
 * @property {any} rule
 * @property {number | null} threshold
 * @property {{needed: number, present: number, met: boolean, at_opening?: number}} quorum
 * @property {"passed" | "not_passed" | "void" | "tie" | "none"} verdict
 * @property {"" | "checking" | "disputed"} [check] a secret one: what it waits for before it is final
 * @property {string[]} [chosen]
 * @property {{vi: string, en: string}} sentence
 * @property {{vi: string, en: string}} [rule_words]
 * @property {Record<string, string | string[]>} [choices]
 * @property {string[]} [tied]
 * @property {number} [confirmed] of a secret vote: devices that agree, of so many `devices`
 * @property {number} [devices]
 * @property {boolean} [final]
 * @property {{way: "hands" | "paper", people: string[], issued?: number, returned?: number, valid?: number, invalid?: number}} [by_hand]
 * @property {string} [level] of a secret vote
 * @property {number} [invalid]
 * @property {string} [kind]
 * @property {string | null} [matter]
 * @property {string} [majority_from]
 * @property {number | null} [seats]
 * @property {{person?: string, name?: string, words: string}[]} [words]
 */
/**
 * @typedef {{id: string, item: string | null, question: string, options: string[], secret: boolean, majority: any,
 *   by_name: boolean, by_hand?: "hands" | "paper" | null, board?: string[], state: string, eligible: number, turnout: number, awaited: number, barred: number, voters?: number | null, missing?: string[], closes_at: string | null,
 *   opened_at?: string | null, closed_at?: string | null, announced_at?: string | null, result?: VoteResult | null,
 *   [field: string]: any}} Vote
 */
/** @typedef {{id: string, cast: boolean, at: string, choice?: string | string[], words?: string}} MyVote */

/**
 * @typedef {object} SendOptions
 * @property {boolean} [hold] may wait on this device while there is no network
 * @property {string} [to] another stream than the meeting's
 */
/**
 * @typedef {object} ActOptions
 * @property {string | ((result: Result) => string | (() => string))} [done] said when it is stored; a function is asked again when what it reads changes
 * @property {(result: Result) => any} [undo] offered for eight seconds
 * @property {string} [undoText]
 * @property {(result: Result) => boolean} [holds] `done` is said no longer than this holds
 * @property {boolean} [hold]
 * @property {string} [to]
 * @property {boolean} [announce] read `done` aloud too, assertively
 */
/** @typedef {{text: string | (() => string), undo?: (() => any) | null, holds?: (() => boolean) | null, undoText?: string, tone?: string, silent?: boolean, mine?: boolean, key?: number}} ToastSpec silent: it is announced, too; mine: it tells what was done here */
/** @typedef {{name: string, label: string, required?: boolean, type?: "text" | "area" | "number", value?: string}} AskField */
/** @typedef {{title: string, body?: any | (() => any), yes: string | (() => string), no?: string, danger?: boolean, fields?: AskField[], about?: string, send?: (given: Record<string, string>) => Promise<boolean>, over: () => boolean}} AskSpec body, yes: functions of what may change while the question stands; about: the id of what it is about, where it asks for words; send: what becomes of the words, false leaves the question open with them; over: whether the question no longer stands, then it goes as if refused */

/**
 * A live meeting on this device. Signals are read by `.value`; the methods that read the state subscribe whoever calls them.
 * @typedef {object} Room
 * @property {string} stream
 * @property {string} meetingId
 * @property {Me} me
 * @property {(name: string) => boolean} may
 * @property {ReadonlySignal<Meeting | null>} meeting
 * @property {ReadonlySignal<string>} phase
 * @property {ReadonlySignal<Item[]>} items
 * @property {ReadonlySignal<Person[]>} people
 * @property {ReadonlySignal<Speech[]>} speeches
 * @property {ReadonlySignal<Vote[]>} votes
 * @property {ReadonlySignal<Form[]>} conclusions
 * @property {ReadonlySignal<Form[]>} papers
 * @property {ReadonlySignal<Form[]>} sites
 * @property {ReadonlySignal<any[]>} remarks
 * @property {ReadonlySignal<{id: string, person: string, kind: string, seq: number, why: string, times: number, at: string}[]>} alarms
 * @property {ReadonlySignal<Item | null>} item
 * @property {ReadonlySignal<Speech | null>} floor
 * @property {ReadonlySignal<Speech[]>} queue
 * @property {ReadonlySignal<Speech[]>} heard who has or had the floor: another list only when one of these is
 * @property {ReadonlySignal<any[]>} gone who has left: another list only when one of these is
 * @property {ReadonlySignal<Vote | null>} vote
 * @property {() => number} seen the entry this screen shows the meeting at
 * @property {(name: string) => Record<string, any>} by
 * @property {(name: string) => ReadonlySignal<any[]>} list
 * @property {(name: string, id: string | null | undefined) => any} one
 * @property {(person: string | null | undefined) => string} name
 * @property {(item: string | null | undefined) => number} order
 * @property {{present: Signal<number | null>, turnout: Signal<Record<string, number>>, awaited: Signal<Record<string, number>>, barred: Signal<Record<string, number>>, missing: Signal<Record<string, string[]>>, full: Signal<boolean>, attending: Signal<Record<string, string[]>>, lost: ReadonlySignal<Map<string, import("../meetings/state.js").Gone>>, whyLost: (person: string) => import("../meetings/state.js").Gone | ""}} live
 * @property {(at: string | null) => void} attend what is being written on this device, told to the rest of the desk
 * @property {() => number} now
 * @property {Signal<number>} second server time, once a second
 * @property {ReadonlySignal<number>} minute the same, once a minute
 * @property {ReadonlySignal<boolean>} connected
 * @property {Signal<Network>} network
 * @property {Signal<{kind: "online", count: number | null} | null>} back
 * @property {(name: string, args: Record<string, any>, options?: SendOptions) => Promise<Result>} send
 * @property {(name: string, args: Record<string, any>, options?: ActOptions) => Promise<Result>} act
 * @property {(name: string) => number} sending
 * @property {(...names: string[]) => boolean} held one of these waits on this device for the network
 * @property {(text: string | (() => string), options?: Partial<ToastSpec>) => void} toast
 * @property {(text: string, assertive?: boolean) => void} announce
 * @property {(spec: AskSpec) => Promise<any>} ask
 * @property {(draw: ((close: () => void) => VNode) | null) => void} sheet
 * @property {Signal<ToastSpec | null>} toasts
 * @property {Signal<{draw: (close: () => void) => VNode, close: () => void} | null>} sheets
 * @property {Signal<{polite: string, assertive: string}>} spoken
 * @property {import("./outbox.js").Outbox} outbox
 * @property {string} home where "back" leads
 */

export {};
