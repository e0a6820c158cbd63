package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.Storage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The scopes of a loop's rounds: as scopes are, but that a round's tensors are those of the round before, opened again. */
class RoundsTest {
    private static final Tensors T = Target.FLOAT64;

    /** A size that no other test uses: the pool of this thread then holds only what this class released. */
    private static final Shape SHAPE = Shape.of(1301);

    private final TensorScope.Rounds rounds = TensorScope.rounds();

    private static Tensor make(double value) {
        return T.full(SHAPE, value);
    }

    private Tensor madeInARound(double value) {
        try (TensorScope round = rounds.open()) {
            return make(value);
        }
    }

    @Test
    void theNextRoundBringsTensorsToLifeAgain() {
        Tensor first;
        Tensor view;
        Storage storage;
        try (TensorScope round = rounds.open()) {
            first = make(1);
            view = first.reshape(Shape.of(1, 1301));
            storage = first.storage();
        }
        try (TensorScope round = rounds.open()) {
            Tensor again = make(2);
            assertSame(first, again);
            assertSame(storage, again.storage());
            assertEquals(2, first.get(1300));
            assertThrowsExactly(IllegalStateException.class, () -> view.get(0, 0));
            assertSame(view, again.reshape(Shape.of(1, 1301)));
            assertEquals(2, view.get(0, 7));
            assertNotSame(first, make(3));
        }
    }

    @Test
    void betweenRoundsTensorsAreClosed() {
        Tensor tensor = madeInARound(1);
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, tensor::sum);
        assertEquals(
                "tensor [1301] was made in a TensorScope that is closed: call scope.keep(tensor) before it closes",
                thrown.getMessage());
        make(2);
        try (TensorScope other = TensorScope.open()) {
            make(3);
            assertThrowsExactly(IllegalStateException.class, () -> tensor.get(0));
        }
        assertEquals("closed tensor [1301]", tensor.toString());
    }

    /** A state carried over without keep() is found out: what is made after it in the round is still closed. */
    @Test
    void whatALaterPlaceMadeIsClosedUntilThatPlace() {
        Tensor last;
        try (TensorScope round = rounds.open()) {
            last = make(1).plus(1);
        }
        try (TensorScope round = rounds.open()) {
            Tensor x = make(5);
            assertThrowsExactly(IllegalStateException.class, () -> x.plus(last));
        }
    }

    @Test
    void anotherShapeOrBackendAtThePlaceMakesAnotherTensor() {
        Tensor first = madeInARound(1);
        try (TensorScope round = rounds.open()) {
            Tensor other = T.zeros(Shape.of(1301, 1));
            assertEquals(Shape.of(1301, 1), other.shape());
            assertNotSame(first, other);
            assertNotSame(first, make(2));
        }
        Tensor java = madeInARound(1);
        try (TensorScope round = rounds.open()) {
            Tensor reference = Target.REFERENCE_FLOAT64.full(SHAPE, 4);
            assertNotSame(java, reference);
            assertSame(Target.REFERENCE, reference.backend());
            assertEquals(4, reference.get(3));
        }
        assertThrowsExactly(IllegalStateException.class, () -> java.get(0));
    }

    @Test
    void anotherDtypeAtThePlaceMakesAnotherTensor() {
        Tensor first = madeInARound(1);
        try (TensorScope round = rounds.open()) {
            Tensor other = Target.FLOAT32.full(SHAPE, 0.1);
            assertNotSame(first, other);
            assertEquals(0.1f, other.get(0));
        }
    }

    /** A view is no owner: neither takes the other's place. */
    @Test
    void aViewAndAnOwnerAreDifferentThings() {
        Tensor outside = make(7);
        Shape matrix = Shape.of(1, 1301);
        Tensor view;
        try (TensorScope round = rounds.open()) {
            view = outside.reshape(matrix);
        }
        Tensor owner;
        try (TensorScope round = rounds.open()) {
            owner = T.full(matrix, 8);
            assertNotSame(view, owner);
        }
        try (TensorScope round = rounds.open()) {
            Tensor again = outside.reshape(matrix);
            assertNotSame(owner, again);
            assertSame(outside.storage(), again.storage());
        }
        assertEquals(7, outside.get(4));
    }

    @Test
    void roundsMayMakeMoreOrFewerTensors() {
        for (int count : new int[] {3, 1, 5, 0, 4}) {
            try (TensorScope round = rounds.open()) {
                Tensor[] made = new Tensor[count];
                for (int i = 0; i < count; i++) {
                    made[i] = make(i);
                }
                for (int i = 0; i < count; i++) {
                    assertEquals(i, made[i].get(i));
                }
            }
        }
    }

    @Test
    void keptOnesLiveOnAsTheyAre() {
        Tensor[] kept = new Tensor[4];
        for (int i = 0; i < kept.length; i++) {
            try (TensorScope round = rounds.open()) {
                make(-1);
                kept[i] = round.keep(make(i));
                make(-1).reshape(Shape.of(1301, 1));
            }
        }
        for (int i = 0; i < kept.length; i++) {
            assertArrayEquals(make(i).toDoubleArray(), kept[i].toDoubleArray());
        }
    }

    @Test
    void keepHandsOverToAnOuterScopeOfEitherKind() {
        Tensor kept;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope round = rounds.open()) {
                kept = round.keep(make(2));
            }
            assertEquals(2, kept.get(0));
        }
        assertThrowsExactly(IllegalStateException.class, () -> kept.get(0));
        madeInARound(0);
        Tensor inRound;
        try (TensorScope round = rounds.open()) {
            try (TensorScope inner = TensorScope.open()) {
                inRound = inner.keep(make(3));
            }
            assertNotSame(inRound, make(4));
            assertEquals(3, inRound.get(9));
        }
        assertThrowsExactly(IllegalStateException.class, () -> inRound.get(0));
    }

    @Test
    void loopsMayBeNested() {
        TensorScope.Rounds inner = TensorScope.rounds();
        for (int i = 0; i < 3; i++) {
            try (TensorScope outerRound = rounds.open()) {
                Tensor sum = make(i);
                for (int j = 0; j < 3; j++) {
                    try (TensorScope innerRound = inner.open()) {
                        sum = innerRound.keep(sum.plus(make(j)));
                    }
                }
                assertEquals(i + 3, sum.get(1300));
            }
        }
    }

    @Test
    void anExceptionEndsTheRoundOnly() {
        Tensor[] made = new Tensor[1];
        assertThrows(ShapeException.class, () -> {
            try (TensorScope round = rounds.open()) {
                made[0] = make(1);
                made[0].plus(T.vector(1, 2));
            }
        });
        assertThrowsExactly(IllegalStateException.class, made[0]::sum);
        assertSame(made[0], madeInARound(2));
    }

    private double madeInARoundAndRead(double value) {
        try (TensorScope round = rounds.open()) {
            return make(value).get(1300);
        }
    }

    @Test
    void closingTheRoundsEndsTheRoundThatIsOpen() {
        TensorScope round = rounds.open();
        Tensor tensor = make(1);
        Storage storage = tensor.storage();
        rounds.close();
        assertThrowsExactly(IllegalStateException.class, tensor::sum);
        assertThrowsExactly(IllegalStateException.class, () -> round.keep(tensor));
        assertSame(storage, make(2).storage());
        assertEquals(3, madeInARoundAndRead(3));
    }

    @Test
    void aRoundIsClosedBeforeTheNextOpens() {
        try (TensorScope round = rounds.open()) {
            Tensor tensor = make(1);
            IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, rounds::open);
            assertEquals("open: the last round is not closed; open one per try block", thrown.getMessage());
            assertEquals(1, tensor.get(0));
        }
        madeInARound(2);
    }

    @Test
    void belongsToOneThread() {
        CompletionException thrown = assertThrows(
                CompletionException.class,
                () -> CompletableFuture.runAsync(rounds::open).join());
        assertEquals(
                "open: this TensorScope belongs to another thread",
                thrown.getCause().getMessage());
        madeInARound(1);
    }
}
