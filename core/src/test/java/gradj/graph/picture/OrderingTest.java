package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.RandomGraphs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderingTest {
    private static Columns columns(Node output) {
        Diagram diagram = DiagramReader.read(output);
        Columns columns = Columns.of(diagram, Layering.of(diagram));
        columns.slots().forEach(OrderingTest::number);
        return columns;
    }

    private static void number(List<Slot> column) {
        for (int i = 0; i < column.size(); i++) {
            column.get(i).order = i;
        }
    }

    /** Pairs of links between the same columns that cross, counted one by one. */
    private static int crossings(Columns columns) {
        int crossings = 0;
        for (List<Slot> column : columns.slots()) {
            List<Slot.Link> links = new ArrayList<>();
            column.forEach(slot -> links.addAll(slot.right));
            for (Slot.Link a : links) {
                for (Slot.Link b : links) {
                    boolean crosses = a.from().order < b.from().order && a.to().order > b.to().order;
                    crossings += crosses ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    @Test
    void hasFarFewerCrossingsThanTheOrderOfComputation() {
        int before = 0;
        int after = 0;
        for (int seed = 0; seed < 10; seed++) {
            Columns columns = columns(RandomGraphs.ofScalars(seed, 100));
            before += crossings(columns);
            Ordering.order(columns);
            after += crossings(columns);
        }
        assertTrue(after < before / 2, before + " crossings before, " + after + " after");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SOFTMAX"},
            mode = EnumSource.Mode.EXCLUDE)
    void treesHaveNone(NamedGraph graph) {
        Columns columns = columns(graph.build(Target.FLOAT64));
        Ordering.order(columns);
        assertEquals(0, crossings(columns));
    }
}
