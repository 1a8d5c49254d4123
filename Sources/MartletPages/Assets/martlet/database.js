// SPDX-License-Identifier: Apache-2.0

/** What the browser keeps for us: durable calls, what became of them, and the worker's credentials. */
const name = "martlet";
const version = 1;

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => create(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // A later release wants to change it, or the browser took it away: the next use opens it anew.
      const forget = () => (opened = null);
      database.onclose = forget;
      database.onversionchange = () => {
        database.close();
        forget();
      };
      resolve(database);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** @param {IDBDatabase} database */
function create(database) {
  const items = database.createObjectStore("items", { keyPath: "id", autoIncrement: true });
  items.createIndex("account", "account");
  items.createIndex("key", ["account", "key"], { unique: true });
  for (const store of ["dead", "receipts"]) {
    const kept = database.createObjectStore(store, { keyPath: "id", autoIncrement: true });
    kept.createIndex("account", "account");
    kept.createIndex("key", ["account", "key"]);
  }
  database.createObjectStore("totals", { keyPath: "account" });
  database.createObjectStore("credentials", { keyPath: ["account", "client"] });
}

/**
 * Works in one transaction: all of it happens, or nothing.
 * @template Result
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(stores: Record<string, IDBObjectStore>) => Promise<Result>} work Must await requests of the transaction alone.
 * @param {{ durability?: IDBTransactionDurability }} options Relaxed where a loss of power only costs a repetition.
 * @returns {Promise<Result>} Once it is durable.
 */
export async function transact(stores, mode, work, { durability = "strict" } = {}) {
  const database = await open();
  const transaction = database.transaction(stores, mode, { durability });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("the transaction was given up"));
  });
  try {
    const result = await work(Object.fromEntries(stores.map((store) => [store, transaction.objectStore(store)])));
    if (mode === "readwrite") transaction.commit();
    await done;
    return result;
  } catch (error) {
    done.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It has ended already, which is how the work failed.
    }
    throw error;
  }
}

/**
 * @template Value
 * @param {IDBRequest<Value>} request
 * @returns {Promise<Value>}
 */
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
