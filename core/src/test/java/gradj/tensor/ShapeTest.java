package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void knowsItsAxes() {
        Shape shape = Shape.of(2, 3, 5);
        assertEquals(3, shape.rank());
        assertEquals(30, shape.size());
        assertEquals(2, shape.length(0));
        assertEquals(5, shape.length(2));
        assertEquals(5, shape.length(-1));
        assertEquals(2, shape.length(-3));
        assertEquals("[2, 3, 5]", shape.toString());
    }

    @Test
    void aScalarHasNoAxisAndOneElement() {
        assertEquals(0, Shape.of().rank());
        assertEquals(1, Shape.of().size());
        assertEquals("[]", Shape.of().toString());
        assertEquals(0, Shape.of(3, 0).size());
    }

    @Test
    void isAValue() {
        int[] lengths = {2, 3};
        Shape shape = Shape.of(lengths);
        lengths[0] = 7;
        shape.toArray()[1] = 7;
        assertArrayEquals(new int[] {2, 3}, shape.toArray());
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
        assertNotEquals(Shape.of(6), shape);
        assertNotEquals(Shape.of(1), Shape.of());
    }

    @Test
    void refusesWhatIsNoLength() {
        assertRefused("shape [2, -1]: lengths are 0 or more", 2, -1);
        assertRefused("shape [65536, 32768]: more than 2^31 - 1 elements", 65536, 32768);
        assertRefused(
                "shape [2147483647, 2147483647, 5]: more than 2^31 - 1 elements",
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                5);
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
    }

    /** Whatever the place of the 0, the other axes alone must not overflow: along them things are repeated and summed. */
    @Test
    void refusesAxesThatOverflowBesideAnEmptyOne() {
        assertRefused("shape [100000, 100000, 0]: more than 2^31 - 1 elements", 100_000, 100_000, 0);
        assertRefused("shape [0, 100000, 100000]: more than 2^31 - 1 elements", 0, 100_000, 100_000);
    }

    @Test
    void refusesAxesItDoesNotHave() {
        for (int axis : new int[] {2, -3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            IllegalArgumentException thrown = assertThrowsExactly(
                    IllegalArgumentException.class, () -> Shape.of(2, 3).length(axis));
            assertEquals("shape [2, 3] has 2 axes, no axis " + axis, thrown.getMessage());
        }
    }

    @Test
    void findsElementsInRowMajorOrder() {
        assertEquals(0, Shape.of().offset());
        assertEquals(23, Shape.of(2, 3, 5).offset(1, 1, 3));
    }

    private static void assertRefused(String message, int... lengths) {
        IllegalArgumentException thrown = assertThrowsExactly(IllegalArgumentException.class, () -> Shape.of(lengths));
        assertEquals(message, thrown.getMessage());
    }
}
