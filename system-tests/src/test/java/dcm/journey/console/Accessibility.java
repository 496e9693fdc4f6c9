package dcm.journey.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks pages with axe-core, which the build of the web console has installed. */
final class Accessibility {
    private static final Path AXE = Path.of("../web-console/node_modules/axe-core/axe.min.js");

    private static final String VIOLATIONS = """
            () => axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
              violations.map(({ id, nodes }) =>
                `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`))""";

    private static final String OVERFLOW =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private Accessibility() {}

    /** The violations of accessibility rules on a page, one line each. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        try {
            // The protocol's evaluation is not subject to the page's policy, unlike a script element.
            page.evaluate(Files.readString(AXE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<String>) page.evaluate(VIOLATIONS);
    }

    /** By how many pixels the page is wider than its window. */
    static int overflow(Page page) {
        return ((Number) page.evaluate(OVERFLOW)).intValue();
    }
}
