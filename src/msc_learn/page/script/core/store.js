/**
 * Where the page keeps events: in the browser's database, or in memory where it denies one.
 *
 * All pages that are opened from a disk may share one database, so it holds the events of every course and
 * learner; `seq` is the order in which they were stored. Nothing here rejects because of storage: what cannot
 * be written stays in memory, and is written with the next event that can be.
 */
const Store = (() => {
  "use strict";

  const NAME = "msc-learn", EVENTS = "events", VERSION = 1;
  // Some browsers neither open a database nor say that they will not.
  const PATIENCE = 3000;
  // What could not be written, of all learners this page has opened: a change of learner loses nothing. What must never
  // be written is apart.
  const waiting = [], apart = [];
  // One change at a time, so that nothing unsaved is written twice.
  let turn = Promise.resolve();

  /** The browser's own databases; undefined where even asking is denied. */
  function ownStorage() {
    try {
      return globalThis.indexedDB;
    } catch {
      return undefined;
    }
  }

  /** An open database, null where there is none to be had. */
  function connect(storage, lost) {
    return new Promise((resolve) => {
      setTimeout(resolve, PATIENCE, null);
      try {
        const request = storage.open(NAME, VERSION);
        request.onupgradeneeded = () => prepare(request.result);
        request.onerror = () => resolve(null);
        request.onsuccess = () => resolve(watched(request.result, lost));
      } catch {
        resolve(null);
      }
    });
  }

  function prepare(database) {
    const events = database.createObjectStore(EVENTS, { keyPath: "seq", autoIncrement: true });
    events.createIndex("id", "id", { unique: true });
    events.createIndex("whose", ["course", "learner"]);
  }

  function watched(database, lost) {
    database.onclose = lost;
    // Another page may hold a later version of this program, which waits until this one lets go.
    database.onversionchange = lost;
    return database;
  }

  /** Resolves with what a request found. */
  function answer(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /** An event to be stored; one that is there already, by its name, stays as it is. */
  function put(events, event) {
    events.add(event).onerror = (failure) => {
      if (failure.target.error.name !== "ConstraintError") return;
      failure.preventDefault();
      failure.stopPropagation();
    };
  }

  class EventStore {
    #storage;
    #database = null;
    #isAllowed = false;
    #seen = 0;
    #unsaved;

    constructor(storage, unsaved) {
      this.#storage = storage;
      this.#unsaved = unsaved;
    }

    async open() {
      this.#database = this.#storage ? await connect(this.#storage, () => this.close()) : null;
      this.#isAllowed ||= this.#database !== null;
      return this;
    }

    /** "stored" where all events are on disk, "memory" where some are not. */
    get kind() {
      return this.#database !== null && this.#unsaved.length === 0 ? "stored" : "memory";
    }

    /** The events of a learner and some courses in the order in which they were stored; unsaved ones are of all. */
    async read(courses, learner) {
      const ofCourse = (events, course) => answer(events.index("whose").getAll([course, learner]));
      const stored = await this.#query(async (events) => {
        // Nothing stored before this moment has arrived since, whatever course it is of.
        const last = answer(events.openKeyCursor(null, "prev"));
        const found = await Promise.all(courses.map((course) => ofCourse(events, course)));
        this.#seen = Math.max(this.#seen, (await last)?.key ?? 0);
        return found.flat();
      });
      return [...stored, ...this.#unsaved];
    }

    /** The events of a learner and one course, without any effect on what counts as arrived since. */
    async stored(course, learner) {
      const stored = await this.#query((events) => answer(events.index("whose").getAll([course, learner])));
      return [...stored, ...this.#unsavedOf(course, learner)];
    }

    /** How many events there are of a learner and one course; none of them is read. */
    async count(course, learner) {
      const [stored = 0] = await this.#query(async (events) => [await answer(events.index("whose").count([course, learner]))]);
      return stored + this.#unsavedOf(course, learner).length;
    }

    #unsavedOf(course, learner) {
      return this.#unsaved.filter((event) => event.course === course && event.learner === learner);
    }

    /** The events that were stored since they were last read, by whatever page, of all learners. */
    async arrived() {
      const isLater = IDBKeyRange.lowerBound(this.#seen, true);
      return this.#noted(await this.#query((events) => answer(events.getAll(isLater))));
    }

    async #query(ask) {
      if (this.#database === null) return [];
      try {
        const transaction = this.#database.transaction(EVENTS, "readonly");
        return await ask(transaction.objectStore(EVENTS));
      } catch {
        return [];
      }
    }

    #noted(events) {
      for (const { seq } of events) this.#seen = Math.max(this.#seen, seq);
      return events;
    }

    /**
     * Store the events that `make` returns; they are on disk when this resolves, or in memory.
     *
     * `take` is handed what was stored since the last read (with `all`, everything), and then `make`, once;
     * no other page stores anything between that and the events made.
     */
    change(take, make, { all = false } = {}) {
      const result = turn.then(() => this.#change(take, make, all));
      turn = result.then(() => {}, () => {});
      return result;
    }

    async #change(take, make, all) {
      let made = null;
      const makeOnce = (events) => {
        take(events);
        return (made ??= make(events));
      };
      // A phone may cut a page off from its database in the background: a second try opens it anew.
      for (let tries = 0; tries < 2 && this.#isAllowed; tries += 1) {
        if (await this.#isWritten(makeOnce, all)) {
          this.#unsaved.length = 0;
          return;
        }
      }
      this.#unsaved.push(...makeOnce([...this.#unsaved]));
    }

    async #isWritten(make, all) {
      try {
        if (this.#database === null) await this.open();
        await this.#write(make, all);
        return true;
      } catch {
        this.close();
        return false;
      }
    }

    #write(make, all) {
      return new Promise((resolve, reject) => {
        // Without `strict` a browser may say that an answer is stored before the disk has it.
        const transaction = this.#database.transaction(EVENTS, "readwrite", { durability: "strict" });
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        const events = transaction.objectStore(EVENTS);
        const range = all ? null : IDBKeyRange.lowerBound(this.#seen, true);
        events.getAll(range).onsuccess = ({ target }) => {
          const made = make([...this.#noted(target.result), ...this.#unsaved]);
          for (const event of [...this.#unsaved, ...made]) put(events, event);
        };
      });
    }

    /** Let the database go; the next change opens it again. */
    close() {
      this.#database?.close();
      this.#database = null;
    }
  }

  /**
   * Open the browser's database, or what stands in for it.
   * @param {IDBFactory|null} [storage] null for memory alone @returns {Promise<EventStore>}
   */
  function open(storage = ownStorage()) {
    return new EventStore(storage, waiting).open();
  }

  /**
   * Memory for what must not get into the browser's database, not even with the answers of the next learner.
   * @returns {Promise<EventStore>}
   */
  function openApart() {
    return new EventStore(null, apart).open();
  }

  return Object.freeze({ open, openApart });
})();
