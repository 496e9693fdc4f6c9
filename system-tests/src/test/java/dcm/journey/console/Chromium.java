package dcm.journey.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's Chromium, one process for the journeys of a class. After each journey it closes all profiles; a fault that a
 * page had ({@link PageFaults}) fails the journey. Of a failed journey it leaves pictures in {@code target/console-failures}.
 */
final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path FAILURES = Path.of("target/console-failures");

    private final List<String> arguments = new ArrayList<>(List.of("--no-sandbox"));
    private final List<BrowserProfile> profiles = new ArrayList<>();
    private Playwright playwright;
    private Browser browser;

    /** @param more arguments of the command line, in addition to the usual ones */
    Chromium(String... more) {
        arguments.addAll(List.of(more));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        RunningStack.get();
        // Playwright has no Node.js of its own here, since driver-bundle is left out.
        playwright = Playwright.create(new CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        ShellRunner.run("sh", "-c", "command -v node"),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(PROGRAM).setArgs(arguments));
    }

    /** A profile in which nobody is signed in. */
    BrowserProfile profile(NewContextOptions options) {
        var profile = new BrowserProfile(browser.newContext(options));
        profiles.add(profile);
        return profile;
    }

    BrowserProfile profile() {
        return profile(new NewContextOptions());
    }

    /** A tab of a new profile, in which a user signs in to see a page. */
    ConsoleTab signsIn(TestUser person, String path) {
        return profile().signsIn(person.name(), path);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            for (int i = 0; i < profiles.size(); i++) {
                profiles.get(i)
                        .takePictures(
                                FAILURES.resolve(context.getRequiredTestMethod().getName() + "-" + i));
            }
        }
        List<String> faults =
                profiles.stream().flatMap(profile -> profile.close().stream()).toList();
        profiles.clear();
        if (!faults.isEmpty()) {
            throw new AssertionError("Faults of pages: " + String.join("\n", faults));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        browser.close();
        playwright.close();
    }
}
