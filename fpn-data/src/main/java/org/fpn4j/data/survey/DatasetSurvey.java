package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.List;

/**
 * What is in a data set, split by split, and what looks like a mistake in it.
 *
 * @param splits that to learn from first; of one list of classes
 * @param duplicates pictures that occur more than once, those across splits first
 * @param suspicions the gravest first: forms of boxes, classes, single boxes
 */
public record DatasetSurvey(List<SplitSurvey> splits, List<DuplicateGroup> duplicates, List<Suspicion> suspicions) {
    public DatasetSurvey {
        splits = List.copyOf(splits);
        duplicates = List.copyOf(duplicates);
        suspicions = List.copyOf(suspicions);
        if (splits.isEmpty()) {
            throw new IllegalArgumentException("splits[] are empty");
        }
    }

    /** Compares and suspects. Where the form of a split's boxes is suspicious, what follows for single boxes is not told. */
    public static DatasetSurvey of(List<SplitSurvey> splits) {
        List<Suspicion> suspicions = new ArrayList<>();
        List<Suspicion> ofBoxes = new ArrayList<>();
        for (SplitSurvey split : splits) {
            DeclaredObjects declared = DeclaredObjects.of(split);
            BoxForms.suspicion(declared)
                    .ifPresentOrElse(suspicions::add, () -> ofBoxes.addAll(BoxOddities.suspicions(declared)));
        }
        suspicions.addAll(ClassUse.suspicions(splits));
        suspicions.addAll(ofBoxes);
        return new DatasetSurvey(splits, Duplicates.of(splits), suspicions);
    }

    /** Groups of images of one picture in several splits. */
    public List<DuplicateGroup> leaks() {
        return duplicates.stream().filter(DuplicateGroup::isLeak).toList();
    }
}
