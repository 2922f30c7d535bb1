package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.stream.Collectors;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Elementwise steps one after the other, in place on the output from the second on. */
final class ChainKernels {
    private ChainKernels() {}

    static Recipe chain(Step step, ElementwiseChain chain) {
        List<ElementwiseChain.Link> links = chain.apart(step);
        List<Recipe> recipes = links.stream()
                .map(link -> link.step().instruction().accept(new Recipes(link.step())))
                .toList();
        List<Shape> temporaries = recipes.stream()
                .flatMap(recipe -> recipe.temporaries().stream())
                .toList();
        String name = recipes.stream().map(Recipe::name).collect(Collectors.joining(" + "));
        return new Recipe(name, temporaries, (program, arrays) -> {
            int temporary = 0;
            for (int i = 0; i < links.size(); i++) {
                int own = recipes.get(i).temporaries().size();
                List<INDArray> carved = arrays.temporary().subList(temporary, temporary + own);
                temporary += own;
                List<INDArray> in = links.get(i).inputs(arrays.in(), arrays.out(0));
                recipes.get(i).writer().write(program, new Recipe.Arrays(in, arrays.out(), carved));
            }
        });
    }
}
