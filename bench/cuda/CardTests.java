import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs classes of tests where there is no Maven; a line for each that fails at once, and a summary at the end. */
public final class CardTests {
    private CardTests() {}

    public static void main(String[] classes) {
        Launcher launcher = LauncherFactory.create();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        TestExecutionListener failures = new TestExecutionListener() {
            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                System.out.println("SKIPPED " + test.getDisplayName() + ": " + reason);
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    String message = String.valueOf(result.getThrowable().orElse(null));
                    System.out.println("FAILED " + test.getDisplayName() + ": "
                            + message.substring(0, Math.min(600, message.length())));
                }
            }
        };
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Stream.of(classes).map(name -> selectClass(name)).toList())
                        .build(),
                summary,
                failures);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out), 3);
        System.out.println(summary.getSummary().getTestsSucceededCount() + " passed, "
                + summary.getSummary().getTestsFailedCount() + " failed");
        System.exit(summary.getSummary().getTestsFailedCount() == 0 ? 0 : 1); // threads of native libraries may go on
    }
}
