package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Elementwise steps one after the other, in place on the output from the second on. */
final class ChainKernels {
    private ChainKernels() {}

    static Recipe chain(Step step, Instruction.Chain chain) {
        List<Step> links = chain.apart(step);
        List<Recipe> recipes = links.stream()
                .map(link -> link.instruction().accept(new Recipes(link)))
                .toList();
        List<Shape> temporaries = recipes.stream()
                .flatMap(recipe -> recipe.temporaries().stream())
                .toList();
        String name = recipes.stream().map(Recipe::name).collect(Collectors.joining(" + "));
        return new Recipe(name, temporaries, (program, arrays) -> {
            int taken = 0;
            int temporary = 0;
            for (int i = 0; i < links.size(); i++) {
                int beside = links.get(i).inputs().size() - (i == 0 ? 0 : 1);
                List<INDArray> in = new ArrayList<>(arrays.in().subList(taken, taken + beside));
                taken += beside;
                if (i > 0) {
                    in.add(arrays.out(0));
                }
                int own = recipes.get(i).temporaries().size();
                List<INDArray> carved = arrays.temporary().subList(temporary, temporary + own);
                temporary += own;
                recipes.get(i).writer().write(program, new Recipe.Arrays(in, arrays.out(), carved));
            }
        });
    }
}
