package gradj.cli.page;

import gradj.graph.picture.LocalComputation;
import gradj.graph.picture.LocalComputation.Derivative;
import gradj.graph.picture.LocalComputation.Variable;
import java.util.stream.Collectors;

/** What a step computes in words, as HTML: forward the value, backward the gradient from above times the local derivative. */
final class StepWords {
    private StepWords() {}

    static String of(LocalComputation computation) {
        String direction = computation.isBackward() ? "backward" : "forward";
        String title = "<h2>Step %d of %d, %s</h2>".formatted(computation.number(), computation.count(), direction);
        return title + "\n" + (computation.isBackward() ? backward(computation) : forward(computation));
    }

    private static String forward(LocalComputation computation) {
        String y = computation.output().symbol();
        String inputs = computation.inputs().stream()
                .map(input -> equation(input) + name(input))
                .collect(Collectors.joining(computation.inputs().size() == 2 ? " and " : ", "));
        String computes = computation.formula().isEmpty()
                ? " computes " + y + " of " + inputs + ": "
                : " computes " + y + " = " + Page.escape(computation.formula()) + ". With " + inputs + " that is ";
        return "<p>" + operation(computation) + computes + y + " = <strong>"
                + number(computation.output().value()) + "</strong>" + name(computation.output()) + ".</p>";
    }

    private static String backward(LocalComputation computation) {
        boolean isProduct = computation.derivatives().stream()
                .noneMatch(derivative -> derivative.formula().isEmpty());
        String formula = computation.formula().isEmpty() ? "" : ", y = " + Page.escape(computation.formula()) + ",";
        StringBuilder html = new StringBuilder("<p>")
                .append(operation(computation))
                .append(formula)
                .append(" gets the gradient dout = <span class=\"gradient\">")
                .append(number(computation.upstream()))
                .append("</span> from above and passes back ")
                .append(isProduct ? "dout times the local derivative" : "what comes of it")
                .append(":</p>\n<ul>\n");
        for (Derivative derivative : computation.derivatives()) {
            html.append("<li>to ")
                    .append(equation(derivative.input()))
                    .append(name(derivative.input()))
                    .append(": ")
                    .append(gradient(computation, derivative))
                    .append("</li>\n");
        }
        return html.append("</ul>").toString();
    }

    /** As in {@code ∂y/∂a = b = 2, dout × b = 1.1 × 2 = 2.2}. */
    private static String gradient(LocalComputation computation, Derivative derivative) {
        StringBuilder html = new StringBuilder();
        boolean isNumber = !derivative.value().isEmpty();
        if (!derivative.formula().isEmpty()) {
            html.append("∂y/∂")
                    .append(Page.escape(derivative.input().symbol()))
                    .append(" = ")
                    .append(Page.escape(derivative.formula()));
            boolean isSame = derivative.formula().equals(minus(derivative.value()));
            html.append(isNumber && !isSame ? " = " + number(derivative.value()) : "")
                    .append(", ");
        }
        if (!derivative.rule().isEmpty()) {
            html.append(Page.escape(derivative.rule())).append(" = ");
        }
        if (isNumber) {
            html.append(factor(computation.upstream()))
                    .append(" × ")
                    .append(factor(derivative.value()))
                    .append(" = ");
        }
        return html.append("<strong class=\"gradient\">")
                .append(number(derivative.gradient()))
                .append("</strong>")
                .toString();
    }

    private static String operation(LocalComputation computation) {
        return "<strong>" + Page.escape(computation.operation()) + "</strong>";
    }

    private static String equation(Variable variable) {
        String symbol = Page.escape(variable.symbol());
        return variable.value().isEmpty() ? symbol : symbol + " = " + number(variable.value());
    }

    private static String name(Variable variable) {
        boolean saysNothing = variable.name().isEmpty() || variable.name().equals(variable.symbol());
        return saysNothing ? "" : " (" + Page.escape(variable.name()) + ")";
    }

    private static String number(String value) {
        return "<span class=\"number\">" + Page.escape(minus(value)) + "</span>";
    }

    /** Negative numbers stand in parentheses. */
    private static String factor(String value) {
        return value.startsWith("-") ? "(" + number(value) + ")" : number(value);
    }

    private static String minus(String value) {
        return value.replaceAll("-(?=[0-9∞])", "−");
    }
}
