package gradj.testkit;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.UnaryOp;
import gradj.testkit.WrongArithmetic.Wrong;

/** Backends that are wrong on purpose in one optional operation. */
final class WrongOptional {
    private WrongOptional() {}

    /** Counts rows from 1. */
    static final class GathersTheNextRow extends Wrong {
        @Override
        public void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
            int all = columns == 0 ? 1 : x.size() / columns;
            int[] shifted = new int[count];
            for (int i = 0; i < count; i++) {
                shifted[i] = (rows[i] + 1) % all;
            }
            super.gatherRows(columns, shifted, count, x, y);
        }
    }

    static final class GreysTimesReciprocal extends Wrong {
        @Override
        public void gatherGreys(int columns, int[] rows, int count, byte[] x, Storage y) {
            for (int i = 0; i < count * columns; i++) {
                set(y, i, (x[rows[i / columns] * columns + i % columns] & 0xFF) * (1 / 255f));
            }
        }
    }

    static final class AxpyIgnoresAlpha extends Wrong {
        @Override
        public void axpy(int size, double alpha, Storage x, Storage y) {
            super.axpy(size, 1, x, y);
        }
    }

    /** Of what lies below 0, as some processors' approximations do. */
    static final class SqrtOfNegativesIsZero extends Wrong {
        @Override
        public void sqrt(int size, Storage x, Storage y) {
            for (int i = 0; i < size; i++) {
                set(y, i, get(x, i) < 0 ? 0 : Math.sqrt(get(x, i)));
            }
        }
    }

    /** Comparisons that NaN does not pass. */
    static final class ClampMakesNaNALimit extends Wrong {
        @Override
        public void clamp(int size, double low, double high, Storage x, Storage y) {
            for (int i = 0; i < size; i++) {
                double value = get(x, i);
                set(y, i, value < high ? value > low ? value : low : high);
            }
        }
    }

    static final class AxpbyMultipliesByZero extends Wrong {
        @Override
        public void axpby(int size, double alpha, Storage x, double beta, Storage y) {
            for (int i = 0; i < size; i++) {
                set(y, i, alpha * get(x, i) + beta * get(y, i));
            }
        }
    }

    /** Goes on as if nothing were wrong. */
    static final class AdamStepTakesNaNForZero extends Wrong {
        @Override
        public void adamStep(
                int size,
                double beta1,
                double beta2,
                double rate,
                double epsilon,
                double keep,
                Storage g,
                Storage m,
                Storage v,
                Storage w) {
            Storage numbers = allocate(g.dtype(), size);
            for (int i = 0; i < size; i++) {
                set(numbers, i, Double.isNaN(get(g, i)) ? 0 : get(g, i));
            }
            super.adamStep(size, beta1, beta2, rate, epsilon, keep, numbers, m, v, w);
            release(numbers);
        }
    }

    /** Takes a faster function, which is another one, as soon as it is made ready. */
    static final class IsLessExactOncePrepared extends Wrong {
        private boolean prepared;

        @Override
        public void prepare(DType dtype) {
            prepared = true;
        }

        @Override
        public void unary(UnaryOp op, int size, Storage x, Storage y) {
            super.unary(op, size, x, y);
            if (prepared && op == UnaryOp.EXP) {
                for (int i = 0; i < size; i++) {
                    double exp = get(y, i);
                    set(y, i, x.dtype() == DType.FLOAT32 ? Math.nextUp((float) exp) : Math.nextUp(exp));
                }
            }
        }
    }

    /** sqrt(v + epsilon) instead of sqrt(v) + epsilon. */
    static final class RmsStepAddsEpsilonInsideTheRoot extends Wrong {
        @Override
        public void rmsStep(
                int size, double decay, double weight, double rate, double epsilon, Storage g, Storage v, Storage w) {
            for (int i = 0; i < size; i++) {
                set(v, i, decay * get(v, i) + weight * get(g, i) * get(g, i));
                set(w, i, get(w, i) - rate * get(g, i) / Math.sqrt(get(v, i) + epsilon));
            }
        }
    }

    /** Not shifted by the row's maximum. */
    static final class SoftmaxOverflows extends Wrong {
        @Override
        public void softmax(int rows, int columns, Storage x, Storage y) {
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    sum += Math.exp(get(x, i));
                }
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    set(y, i, Math.exp(get(x, i)) / sum);
                }
            }
        }
    }

    /** The book's: ln(y + 1e-7). */
    static final class CrossEntropyWithEpsilon extends Wrong {
        @Override
        public void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
            softmax(rows, columns, x, y);
            double sum = 0;
            for (int i = 0; i < rows * columns; i++) {
                sum -= get(t, i) * Math.log(get(y, i) + 1e-7);
            }
            set(loss, 0, sum / rows);
        }
    }

    /** y - t, right for rows that sum to 1 only. */
    static final class CrossEntropyTakesRowsForDistributions extends Wrong {
        @Override
        public void softmaxCrossEntropyBackward(
                int rows, int columns, Storage y, Storage t, Storage dLoss, Storage dx) {
            for (int i = 0; i < rows * columns; i++) {
                set(dx, i, (get(y, i) - get(t, i)) * get(dLoss, 0) / rows);
            }
        }
    }

    /** Adds where t > 0, which leaves negative labels out of the loss, not out of the gradient. */
    static final class CrossEntropyLeavesNegativeLabelsOut extends Wrong {
        @Override
        public void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
            Storage above = allocate(t.dtype(), t.size());
            for (int i = 0; i < t.size(); i++) {
                set(above, i, get(t, i) < 0 ? 0 : get(t, i)); // NaN stays
            }
            super.softmaxCrossEntropy(rows, columns, x, above, y, loss);
            release(above);
        }
    }

    /** ReLU before the bias is added. */
    static final class AffineReluAddsTheBiasLast extends Wrong {
        @Override
        public void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
            dot(false, false, rows, out, in, 1, x, w, 0, y);
            for (int i = 0; i < rows * out; i++) {
                set(y, i, Math.max(0, get(y, i)) + get(b, i % out));
            }
        }
    }

    /** A comparison that NaN does not pass. */
    static final class AffineReluMakesNaNZero extends Wrong {
        @Override
        public void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
            affine(rows, in, out, x, w, b, y);
            for (int i = 0; i < rows * out; i++) {
                set(y, i, get(y, i) > 0 ? get(y, i) : 0);
            }
        }
    }

    /** dy times 0 or 1: NaN times 0 is NaN. */
    static final class ReluBackwardMultiplies extends Wrong {
        @Override
        public void reluBackward(int size, Storage y, Storage dy, Storage dx) {
            for (int i = 0; i < size; i++) {
                set(dx, i, get(dy, i) * (get(y, i) > 0 ? 1 : 0));
            }
        }
    }

    /** dy y, as if sigmoid were exp. */
    static final class SigmoidBackwardForgetsAFactor extends Wrong {
        @Override
        public void sigmoidBackward(int size, Storage y, Storage dy, Storage dx) {
            for (int i = 0; i < size; i++) {
                set(dx, i, get(dy, i) * get(y, i));
            }
        }
    }

    /** 2 sigmoid(2x) - 1, whose digits cancel close to 0. */
    static final class TanhFromTheSigmoid extends Wrong {
        @Override
        public void tanh(int size, Storage x, Storage y) {
            for (int i = 0; i < size; i++) {
                set(y, i, 2 / (1 + Math.exp(-2 * get(x, i))) - 1);
            }
        }
    }

    /** (e^x - e^-x) / (e^x + e^-x), infinity by infinity far from 0. */
    static final class TanhOverflows extends Wrong {
        @Override
        public void tanh(int size, Storage x, Storage y) {
            for (int i = 0; i < size; i++) {
                double v = get(x, i);
                boolean isFar = Math.abs(v) > 500;
                set(y, i, isFar ? (Math.exp(v) - Math.exp(-v)) / (Math.exp(v) + Math.exp(-v)) : StrictMath.tanh(v));
            }
        }
    }

    /** Adds gradients up, as some frameworks do, instead of writing them. */
    static final class AccumulatesGradients extends Wrong {
        @Override
        public void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
            double[] before = new double[db.size()];
            for (int i = 0; i < before.length; i++) {
                before[i] = get(db, i);
            }
            super.affineBackward(rows, in, out, x, dy, dw, db);
            for (int i = 0; i < before.length; i++) {
                set(db, i, get(db, i) + before[i]);
            }
        }
    }

    /** Takes X and W for one operand where they are one storage: a square, it thinks. */
    static final class AffineTakesOneStorageForTwo extends Wrong {
        @Override
        public void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
            super.affine(rows, in, out, x, w, b, y);
            if (x == w) {
                super.unary(gradj.spi.UnaryOp.SQUARE, y.size(), x, y);
            }
        }
    }
}
