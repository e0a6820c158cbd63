package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBlocksTest {
    private record Block(int offset, int size) {
        boolean overlaps(Block other) {
            return offset < other.offset + other.size && other.offset < offset + size;
        }
    }

    @Test
    void blocksNeverOverlapAndComeBackTogether() {
        MemoryBlocks blocks = new MemoryBlocks(1, 100_000);
        long all = blocks.free();
        List<Block> live = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 500);
            int offset = random.nextInt(3) == 0 ? -1 : blocks.take(size);
            if (offset >= 0) {
                Block taken = new Block(offset, size);
                assertTrue(offset >= 1 && offset + size <= 100_000 + MemoryBlocks.GRAIN, taken::toString);
                assertTrue(live.stream().noneMatch(taken::overlaps), taken::toString);
                live.add(taken);
            } else if (!live.isEmpty()) {
                Block given = live.remove(random.nextInt(live.size()));
                blocks.give(given.offset, given.size);
            }
        }
        assertTrue(live.size() > 5, "the arena was in use");
        live.forEach(block -> blocks.give(block.offset, block.size));
        assertEquals(all, blocks.free());
        assertEquals(all, blocks.largest());
    }

    @Test
    void theFirstThatIsLargeEnoughIsTaken() {
        MemoryBlocks blocks = new MemoryBlocks(0, 1000 * MemoryBlocks.GRAIN);
        int first = blocks.take(10);
        int second = blocks.take(MemoryBlocks.GRAIN + 1);
        int third = blocks.take(1);
        assertEquals(MemoryBlocks.GRAIN, second - first);
        assertEquals(2 * MemoryBlocks.GRAIN, third - second);
        blocks.give(second, MemoryBlocks.GRAIN + 1);
        blocks.give(first, 10);
        assertEquals(first, blocks.take(3 * MemoryBlocks.GRAIN), "the two became one block");
        assertEquals(-1, blocks.take(Integer.MAX_VALUE), "no block is that large");
    }
}
