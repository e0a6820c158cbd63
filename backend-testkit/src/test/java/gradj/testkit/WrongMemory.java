package gradj.testkit;

import gradj.backend.JavaBackend;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Backends that are wrong on purpose in memory, order, threads or their end. */
final class WrongMemory {
    private WrongMemory() {}

    /** Forwards to the pure-Java backend. */
    abstract static class Wrong extends RequiredOnly {
        final TensorBackend right;

        Wrong() {
            this(new JavaBackend(1));
        }

        private Wrong(TensorBackend right) {
            super(right);
            this.right = right;
        }
    }

    /** Rounds sizes up to whole blocks of 8. */
    static final class RoundsSizesUp extends Wrong {
        @Override
        public Storage allocate(DType dtype, int size) {
            return super.allocate(dtype, (size + 7) / 8 * 8);
        }
    }

    /** One storage of 7 elements for all, handed out again while it is in use. */
    static final class SharesStorages extends Wrong {
        private final Map<String, Storage> bySize = new ConcurrentHashMap<>();

        @Override
        public Storage allocate(DType dtype, int size) {
            return size == 7
                    ? bySize.computeIfAbsent(dtype + " 7", key -> super.allocate(dtype, 7))
                    : super.allocate(dtype, size);
        }
    }

    /** Puts a released storage into its pool twice, if it has 33 elements. */
    static final class PoolsTwice extends Wrong {
        @Override
        public void release(Storage storage) {
            super.release(storage);
            if (storage.size() == 33) {
                super.release(storage);
            }
        }
    }

    static final class Leaks extends Wrong {
        private final List<Storage> released = new ArrayList<>();

        @Override
        public synchronized void release(Storage storage) {
            released.add(storage);
        }
    }

    /** Gives small storages back only. */
    static final class LeaksLargeStorages extends Wrong {
        private final List<Storage> released = new ArrayList<>();

        @Override
        public void release(Storage storage) {
            if (storage.size() > 65_536) {
                synchronized (released) {
                    released.add(storage);
                }
            } else {
                super.release(storage);
            }
        }
    }

    /** Keeps what select chose from these storages, and looks at nothing but which they are the second time. */
    static final class KeepsOperands extends Wrong {
        private final Map<List<Storage>, Storage> chosen = new ConcurrentHashMap<>();

        @Override
        public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
            Storage before = chosen.get(List.of(condition, a, b, y));
            if (before != null) {
                super.copy(before, 0, y, 0, size);
                return;
            }
            super.select(size, condition, a, b, y);
            Storage kept = super.allocate(y.dtype(), size);
            super.copy(y, 0, kept, 0, size);
            chosen.put(List.of(condition, a, b, y), kept);
        }

        @Override
        public void release(Storage storage) {
            chosen.keySet().removeIf(operands -> operands.contains(storage));
            super.release(storage);
        }
    }

    /** Keeps float64 in float32. */
    static final class StoresFloats extends Wrong {
        @Override
        public void write(double[] source, int from, Storage target, int to, int count) {
            double[] rounded = source.clone();
            for (int i = from; i < from + count; i++) {
                rounded[i] = (float) rounded[i];
            }
            super.write(rounded, from, target, to, count);
        }
    }

    /** Forgets the offset in the storage. */
    static final class ReadsFromTheStart extends Wrong {
        @Override
        public void read(Storage source, int from, float[] target, int to, int count) {
            super.read(source, 0, target, to, count);
        }

        @Override
        public void read(Storage source, int from, double[] target, int to, int count) {
            super.read(source, 0, target, to, count);
        }
    }

    /** Storages lie side by side; unary operations write one element too far, into the next one. */
    static final class WritesOneTooFar extends Wrong {
        private final Map<Storage, Storage> next = new ConcurrentHashMap<>();
        private Storage last;

        @Override
        public synchronized Storage allocate(DType dtype, int size) {
            Storage storage = super.allocate(dtype, size);
            if (last != null) {
                next.put(last, storage);
            }
            last = storage;
            return storage;
        }

        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            Storage neighbour = next.get(y);
            if (neighbour != null && neighbour.size() > 0 && neighbour.dtype() == DType.FLOAT64) {
                super.write(new double[] {-1}, 0, neighbour, 0, 1);
            }
        }
    }

    static final class RefusesEmpty extends Wrong {
        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            if (size == 0) {
                throw new IllegalArgumentException("global work size must not be 0");
            }
            super.unary(op, size, x, y);
        }
    }

    /** Cannot read one buffer through two arguments. */
    static final class RefusesTheSameInputTwice extends Wrong {
        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            if (a == b) {
                throw new IllegalStateException("a buffer is bound to two arguments");
            }
            super.binary(op, outer, n, inner, a, b, y);
        }
    }

    /** Puts sums off until something is read, but not writes: they overtake. Its queue is safe with threads. */
    static final class LetsWritesOvertake extends Wrong {
        private final Deque<Runnable> pending = new ArrayDeque<>();

        @Override
        public synchronized void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            pending.add(() -> super.binary(op, outer, n, inner, a, b, y));
        }

        @Override
        public void read(Storage source, int from, double[] target, int to, int count) {
            finish();
            super.read(source, from, target, to, count);
        }

        @Override
        public void read(Storage source, int from, float[] target, int to, int count) {
            finish();
            super.read(source, from, target, to, count);
        }

        private synchronized void finish() {
            while (!pending.isEmpty()) {
                pending.remove().run();
            }
        }
    }

    /** One array for all callers to put intermediate results in. */
    static final class SharesScratch extends Wrong {
        private final float[] scratch = new float[80_000];

        @Override
        public void read(Storage source, int from, float[] target, int to, int count) {
            super.read(source, from, scratch, 0, count);
            LockSupport.parkNanos(1); // to the callers that use it too, be the machine busy or not
            System.arraycopy(scratch, 0, target, to, count);
        }
    }

    /** A storage works in the thread that made it only, as an OpenGL context does. */
    static final class BoundToTheThread extends Wrong {
        private final Map<Storage, Thread> owners = new ConcurrentHashMap<>();

        @Override
        public Storage allocate(DType dtype, int size) {
            Storage storage = super.allocate(dtype, size);
            owners.put(storage, Thread.currentThread());
            return storage;
        }

        @Override
        public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
            if (owners.get(a) != Thread.currentThread()) {
                throw new IllegalStateException("no context is current in this thread");
            }
            super.binary(op, outer, n, inner, a, b, y);
        }
    }

    static final class ShoutsItsName extends Wrong {
        @Override
        public String name() {
            return "My Backend";
        }
    }

    static final class SupportsNothing extends Wrong {
        @Override
        public boolean supports(DType dtype) {
            return false;
        }
    }

    /** Frees what is already free. */
    static final class ClosesOnce extends Wrong {
        private boolean closed;

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("double free");
            }
            closed = true;
        }
    }
}
