package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.serve.DetectionServer;
import org.fpn4j.serve.PictureDetector;
import org.fpn4j.serve.ServerLimits;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.TrainedDetector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn serve}. */
@Command(
        name = "serve",
        description = "A page on this machine on which one drops a picture and sees what a detector finds in it.")
final class ServeCommand implements Callable<Integer> {
    private static final int MOST_PORT = 0xFFFF;
    private static final int MOST_MEGABYTES = 1024;

    @Parameters(paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where it listens; 0 is any port that is free. Default ${DEFAULT-VALUE}.",
            defaultValue = "8765")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "Name or address at which it listens. Default ${DEFAULT-VALUE}, which only this machine reaches.",
            defaultValue = "localhost")
    private String host;

    @Option(
            names = "--most-megabytes",
            paramLabel = "N",
            description = "Size of the largest file that is taken. Default ${DEFAULT-VALUE}.",
            defaultValue = "64")
    private int mostMegabytes;

    @Mixin
    private SetOptions sets;

    private record Served(String name, List<String> classNames, TrainedDetector detector) implements PictureDetector {
        @Override
        public TrainedDetector.Look look(ImageEntry image) {
            return detector.look(image);
        }
    }

    @Override
    public Integer call() {
        checkArguments();
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        List<String> names = trained.classes(Console.log()::println).stream()
                .map(ClassName::name)
                .toList();
        new MemoryCheck(trained.experiment())
                .levelMaps(trained.experiment().checked().place("input"));
        // the JDK's server reads it once: seconds for the head of a request, whose body has a limit of its own
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        try (TrainedDetector detector = new TrainedDetector(trained.predictor(1, names.size()), names);
                DetectionServer server = DetectionServer.start(
                        host,
                        port,
                        new ServerLimits().withMostBytes(mostMegabytes << 20),
                        new Served(trained.experiment().name(), names, detector),
                        Console.log()::println)) {
            if (!server.isLoopback()) {
                Console.log()
                        .println(
                                "warning: everybody who reaches host[" + host
                                        + "] can use it, and what is sent is not encrypted; without --host it is this machine alone");
            }
            Console.log().println("Stop it with Ctrl-C. Listens at");
            Console.results().println(server.address());
            Interruption.await();
        }
        return 0;
    }

    private void checkArguments() {
        Problems problems = new Problems();
        if (port < 0 || port > MOST_PORT) {
            problems.add("--port " + port, "port[" + port + "] must be between 0 and " + MOST_PORT);
        }
        if (mostMegabytes < 1 || mostMegabytes > MOST_MEGABYTES) {
            problems.add(
                    "--most-megabytes " + mostMegabytes,
                    "most-megabytes[" + mostMegabytes + "] must be between 1 and " + MOST_MEGABYTES);
        }
        problems.throwIfAny();
    }
}
