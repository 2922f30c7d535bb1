package org.fpn4j.experiments.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.family.FoundMetric;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.MetricFamily;
import picocli.CommandLine.Mixin;

/** The conventions that families of metrics follow, as options of a command say; the usual ones where nothing is said. */
public final class FamilyConventions {
    @Mixin
    private FrocOptions froc = new FrocOptions();

    @Mixin
    private FamilyOptions others = new FamilyOptions();

    /**
     * All families there are, by these conventions.
     *
     * @param asked names of those that are asked for: an option of another one is wrong
     * @param problems hears of what is wrong
     * @return empty where something is
     */
    public Optional<MetricFamilies> families(List<String> asked, Problems problems) {
        Problems own = new Problems();
        OptionChecks checks = new OptionChecks(asked, own);
        List<MetricFamily> families = families(checks);
        own.list().forEach(problems::add);
        return own.isEmpty() ? Optional.of(MetricFamilies.with(families)) : Optional.empty();
    }

    private List<MetricFamily> families(OptionChecks checks) {
        List<MetricFamily> families = new ArrayList<>();
        froc.family(checks).ifPresent(families::add);
        families.addAll(others.families(checks));
        return families;
    }

    /** A metric with what was said of its family. */
    public MetricByConvention of(FoundMetric found) {
        OptionChecks checks = new OptionChecks(List.of(found.family()), new Problems());
        families(checks);
        return new MetricByConvention(found.metric(), checks.said(found.family()));
    }
}
