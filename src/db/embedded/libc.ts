import { platform } from "node:os";

export type Libc = {
  processId: number;
  /** Undefined when the lock is taken, else the system's error number. */
  lock: (descriptor: number) => "locked" | "taken" | { errorNumber: number };
  /** False when there is no such process, or it belongs to somebody else. */
  signal: (pid: number, signal: Signal) => boolean;
};

const signals = { SIGINT: 2, SIGQUIT: 3, SIGKILL: 9 } as const;
export type Signal = keyof typeof signals;

const exclusiveWithoutWaiting = 2 | 4;

/** The few system calls that Bun does not offer. Loaded on demand: a service with DATABASE_URL never needs them. */
export async function loadLibc(): Promise<Libc> {
  const { dlopen, read } = await import("bun:ffi");
  const isMac = platform() === "darwin";
  const call = { args: ["i32", "i32"], returns: "i32" } as const;
  const shared = { flock: call, kill: call, getpid: { args: [], returns: "i32" } } as const;
  const location = { args: [], returns: "ptr" } as const;
  const { symbols, errorLocation } = isMac ? openMac() : openLinux();
  const wouldBlock = isMac ? 35 : 11;

  function openMac() {
    const { symbols } = dlopen("libSystem.B.dylib", { ...shared, __error: location });
    return { symbols, errorLocation: symbols.__error };
  }
  function openLinux() {
    const { symbols } = dlopen("libc.so.6", { ...shared, __errno_location: location });
    return { symbols, errorLocation: symbols.__errno_location };
  }

  return {
    processId: symbols.getpid(),
    lock: (descriptor) => {
      if (symbols.flock(descriptor, exclusiveWithoutWaiting) === 0) return "locked";
      const pointer = errorLocation();
      const errorNumber = pointer === null ? 0 : read.i32(pointer, 0);
      return errorNumber === wouldBlock ? "taken" : { errorNumber };
    },
    signal: (pid, signal) => pid > 1 && symbols.kill(pid, signals[signal]) === 0,
  };
}
