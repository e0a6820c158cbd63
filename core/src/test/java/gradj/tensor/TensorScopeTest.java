package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.Storage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
    private static final Tensors T = Target.FLOAT64;

    /** A size that no other test uses: the pool of this thread then holds only what this class released. */
    private static final Shape SHAPE = Shape.of(1237);

    private static Tensor make(double value) {
        return T.full(SHAPE, value);
    }

    @Test
    void handsReleasedMemoryOutAgain() {
        Storage first;
        try (TensorScope scope = TensorScope.open()) {
            first = make(1).storage();
        }
        try (TensorScope scope = TensorScope.open()) {
            assertSame(first, make(2).storage());
            assertNotSame(first, make(3).storage());
        }
    }

    @Test
    void useAfterCloseIsRefusedWithTheMend() {
        Tensor tensor;
        Tensor view;
        try (TensorScope scope = TensorScope.open()) {
            tensor = make(1);
            view = tensor.reshape(Shape.of(1237, 1));
        }
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, tensor::toDoubleArray);
        assertEquals(
                "tensor [1237] was made in a TensorScope that is closed: call scope.keep(tensor) before it closes",
                thrown.getMessage());
        assertThrowsExactly(IllegalStateException.class, view::sum);
        assertThrowsExactly(IllegalStateException.class, () -> tensor.plus(1));
        assertThrowsExactly(IllegalStateException.class, () -> make(1).times(tensor));
        assertThrowsExactly(IllegalStateException.class, () -> tensor.reshape(Shape.of(1, 1237)));
        assertThrowsExactly(IllegalStateException.class, tensor::dtype);
        assertEquals(SHAPE, tensor.shape());
        assertEquals("closed tensor [1237]", tensor.toString());
    }

    @Test
    void keepLetsOneOut() {
        Tensor kept;
        try (TensorScope scope = TensorScope.open()) {
            make(1);
            kept = make(2);
            assertSame(kept, scope.keep(kept));
        }
        try (TensorScope scope = TensorScope.open()) {
            assertNotSame(kept.storage(), make(3).storage());
            assertNotSame(kept.storage(), make(4).storage());
        }
        assertEquals(2, kept.get(0));
    }

    @Test
    void keepHandsOverToTheOuterScope() {
        Tensor kept;
        Tensor outerOne;
        try (TensorScope outer = TensorScope.open()) {
            outerOne = make(0);
            try (TensorScope inner = TensorScope.open()) {
                kept = inner.keep(make(2));
                assertSame(outerOne, inner.keep(outerOne));
            }
            assertEquals(2, kept.get(0));
            assertEquals(0, outerOne.get(0));
        }
        assertThrowsExactly(IllegalStateException.class, () -> kept.get(0));
        assertThrowsExactly(IllegalStateException.class, () -> outerOne.get(0));
    }

    @Test
    void keepingAViewKeepsTheMemoryAndTheOtherWayRound() {
        Tensor owner;
        Tensor view;
        Tensor otherOwner;
        Tensor otherView;
        try (TensorScope scope = TensorScope.open()) {
            owner = make(5);
            view = scope.keep(owner.reshape(Shape.of(1237, 1)));
            otherOwner = make(6);
            otherView = otherOwner.reshape(Shape.of(1, 1237));
            scope.keep(otherOwner);
        }
        make(7);
        try (TensorScope scope = TensorScope.open()) {
            make(8);
        }
        assertEquals(5, view.get(1236, 0));
        assertEquals(5, owner.get(0));
        assertEquals(6, otherView.get(0, 3));
        assertEquals(6, otherOwner.get(3));
    }

    /** A view of a tensor from outside ends with the scope it was made in; the memory does not. */
    @Test
    void viewsOfOuterTensorsDoNotReleaseThem() {
        Tensor outside = make(3);
        Tensor view;
        try (TensorScope scope = TensorScope.open()) {
            view = outside.reshape(Shape.of(1237, 1));
        }
        assertThrowsExactly(IllegalStateException.class, () -> view.get(0, 0));
        try (TensorScope scope = TensorScope.open()) {
            assertNotSame(outside.storage(), make(4).storage());
        }
        assertEquals(3, outside.get(1236));
    }

    @Test
    void innerScopesReleaseBeforeOuterOnes() {
        Storage inner;
        try (TensorScope outer = TensorScope.open()) {
            Tensor first = make(1);
            try (TensorScope scope = TensorScope.open()) {
                inner = make(2).storage();
            }
            assertSame(inner, make(3).storage());
            assertEquals(1, first.get(0));
        }
    }

    @Test
    void persistentCopiesBelongToNoScope() {
        Tensor copy;
        try (TensorScope scope = TensorScope.open()) {
            copy = make(9).persistentCopy();
        }
        try (TensorScope scope = TensorScope.open()) {
            make(1);
            make(2);
        }
        assertEquals(9, copy.get(1236));
    }

    @Test
    void anExceptionInsideReleasesToo() {
        Storage[] storage = new Storage[1];
        ShapeException thrown = assertThrows(ShapeException.class, () -> {
            try (TensorScope scope = TensorScope.open()) {
                Tensor tensor = make(1);
                storage[0] = tensor.storage();
                tensor.plus(T.vector(1, 2));
            }
        });
        assertEquals(0, thrown.getSuppressed().length);
        try (TensorScope scope = TensorScope.open()) {
            assertSame(storage[0], make(2).storage());
        }
    }

    @Test
    void aForgottenInnerScopeIsClosedAndTold() {
        TensorScope outer = TensorScope.open();
        TensorScope inner = TensorScope.open();
        Tensor tensor = make(1);
        assertThrowsExactly(IllegalStateException.class, () -> outer.keep(tensor));
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, outer::close);
        assertEquals(
                "close: 1 TensorScope opened inside this one was not closed; open one per try block",
                thrown.getMessage());
        assertThrowsExactly(IllegalStateException.class, () -> tensor.get(0));
        inner.close();
        outer.close();
        assertThrowsExactly(IllegalStateException.class, () -> inner.keep(tensor));
    }

    @Test
    void closingAgainDoesNotCloseANewerScope() {
        TensorScope first = TensorScope.open();
        first.close();
        try (TensorScope second = TensorScope.open()) {
            Tensor tensor = make(1);
            first.close();
            assertEquals(1, tensor.get(0));
        }
    }

    @Test
    void belongsToOneThread() {
        try (TensorScope scope = TensorScope.open()) {
            CompletionException thrown = assertThrows(
                    CompletionException.class,
                    () -> CompletableFuture.runAsync(scope::close).join());
            assertEquals(
                    "close: this TensorScope belongs to another thread",
                    thrown.getCause().getMessage());
            Tensor foreign = CompletableFuture.supplyAsync(() -> make(4)).join();
            scope.keep(foreign);
            assertEquals(4, foreign.get(0));
        }
    }

    @Test
    void tensorsOfOtherThreadsAreNotReleased() {
        Tensor foreign;
        try (TensorScope scope = TensorScope.open()) {
            foreign = CompletableFuture.supplyAsync(() -> make(4)).join();
        }
        assertEquals(4, foreign.get(1236));
    }

    @Test
    void tenThousandStepsUseTheMemoryOfOne() {
        Set<Storage> storages = Collections.newSetFromMap(new IdentityHashMap<>());
        Tensor x = T.full(Shape.of(20, 30), 0.5);
        Tensor w = T.full(Shape.of(30, 10), 0.25);
        for (int step = 0; step < 10_000; step++) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor product = x.dot(w);
                Tensor y = product.relu();
                Tensor sum = y.reshape(Shape.of(200)).sum();
                Collections.addAll(storages, product.storage(), y.storage(), sum.storage());
                assertEquals(750, sum.item());
            }
        }
        assertEquals(3, storages.size());
    }

    @Test
    void valuesOfReusedMemoryAreTheNewOnes() {
        for (int round = 0; round < 3; round++) {
            try (TensorScope scope = TensorScope.open()) {
                assertArrayEquals(new double[] {0, 0, 0}, T.zeros(Shape.of(3)).toDoubleArray());
                assertArrayEquals(
                        new double[] {0, 0, 0, 0},
                        T.zeros(Shape.of(2, 0)).dot(T.zeros(Shape.of(0, 2))).toDoubleArray());
                T.full(Shape.of(3), Double.NaN);
                T.full(Shape.of(2, 2), Double.NaN);
            }
        }
    }
}
