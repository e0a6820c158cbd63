package gradj.cli;

import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.ElementReport;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A gradient check's report as JSON. */
final class CheckJson {
    private CheckJson() {}

    /** Adds the report's fields to an object. */
    static Json addTo(Json json, GradientReport report) {
        List<Json> parts = new ArrayList<>();
        report.parts().forEach((name, part) -> parts.add(addTo(new Json().put("part", name), part)));
        return json.put("step", report.step())
                .put("tolerance", report.tolerance())
                .put("passed", report.passed())
                .put("kinks", report.kinks())
                .put("notes", report.notes())
                .put("diagnoses", diagnoses(report.diagnoses()))
                .put(
                        "parameters",
                        report.parameters().stream().map(CheckJson::parameter).toList())
                .put("wrongParts", parts);
    }

    private static Json parameter(ParameterReport parameter) {
        Json json = new Json()
                .put("name", parameter.name())
                .put("shape", Arrays.stream(parameter.shape().toArray()).boxed().toList())
                .put("checked", parameter.checked())
                .put("kinks", parameter.kinks())
                .put("failures", parameter.failures())
                .put("meanAbsoluteDifference", parameter.meanAbsoluteDifference())
                .put("largestRelativeError", parameter.largestRelativeError())
                .put("outcome", parameter.outcome().toString())
                .put("hiddenByRounding", parameter.isHidden())
                .put("provedByParts", parameter.isProvedByParts())
                .put("allZero", parameter.isAllZero())
                .put("stepsTooLarge", parameter.stepsTooLarge())
                .put("tolerance", parameter.tolerance())
                .put("kinkElements", parameter.kinkElements())
                .put("diagnoses", diagnoses(parameter.diagnoses()));
        parameter.worst().ifPresent(worst -> json.put("worst", comparison(parameter, worst)));
        parameter.worstRelative().ifPresent(worst -> json.put("worstRelative", comparison(parameter, worst)));
        return json;
    }

    private static Json comparison(ParameterReport parameter, ElementReport element) {
        return new Json()
                .put("at", parameter.nameOf(element))
                .put("analytic", element.analytic())
                .put("numeric", element.numeric())
                .put("difference", element.difference());
    }

    private static List<Json> diagnoses(List<Diagnosis> diagnoses) {
        return diagnoses.stream()
                .map(diagnosis -> new Json()
                        .put("pattern", diagnosis.pattern().toString())
                        .put("evidence", diagnosis.evidence())
                        .put("text", diagnosis.text()))
                .toList();
    }
}
