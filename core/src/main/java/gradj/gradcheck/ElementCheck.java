package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Compares chosen elements of one parameter's gradient. */
record ElementCheck(ParallelDifferences differences, ErrorBound bound, boolean extrapolate) {
    /**
     * One report for each element. Only those that rounding does not explain are looked at twice: for a kink, and with
     * half the step. Those at a kink are compared again with a smaller step, which may not reach it.
     */
    List<ElementReport> compare(String name, double[] analytic, int[] elements) {
        List<ElementReport> reports = compareOnce(name, analytic, elements);
        int[] kinked = IntStream.range(0, elements.length)
                .filter(i -> reports.get(i).verdict() == Verdict.KINK)
                .toArray();
        List<ElementReport> nearer = new ElementCheck(differences, bound.nearer(), extrapolate)
                .compareOnce(
                        name,
                        analytic,
                        IntStream.of(kinked).map(i -> elements[i]).toArray());
        for (int k = 0; k < kinked.length; k++) {
            reports.set(kinked[k], nearer.get(k));
        }
        return reports;
    }

    private List<ElementReport> compareOnce(String name, double[] analytic, int[] elements) {
        double h = bound.h();
        double[] full = differences.gradient(name, elements, h);
        int[] open = IntStream.range(0, elements.length)
                .filter(i -> extrapolate || !bound.explains(analytic[elements[i]], full[i]))
                .toArray();
        int[] again = IntStream.of(open).map(i -> elements[i]).toArray();
        boolean[] kinks = differences.kinks(name, again, h);
        double[] half = differences.gradient(name, again, h / 2);
        List<ElementReport> reports = new ArrayList<>(elements.length);
        for (int i = 0, k = 0; i < elements.length; i++) {
            int element = elements[i];
            double a = analytic[element];
            if (k == open.length || open[k] != i) {
                reports.add(bound.right(element, a, full[i]));
            } else {
                reports.add(
                        kinks[k]
                                ? bound.kink(element, a, full[i])
                                : bound.refined(element, a, full[i], half[k], extrapolate));
                k++;
            }
        }
        return reports;
    }
}
