package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every page shows data of the real services without a violation of an accessibility rule or of the content security policy, and fits into
 * its window. A window of 1280 pixels at a zoom of 200 % has 640. The browser tests of the console check the full size.
 */
class ConsolePagesJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final int HEIGHT = 800;
    private static final Map<String, String> ADMINISTRATION = new LinkedHashMap<>();
    private static final Map<String, String> PERSONAL = new LinkedHashMap<>();
    private static TestUser alice;

    @BeforeAll
    static void prepareData() {
        alice = TestUser.joins("alice");
        alice.creates("web", Map.of("ports", List.of("8080"), "environment", Map.of("STAGE", "test")));
        alice.creates("scratch");
        alice.doneTo("stop", "scratch");
        alice.client()
                .post(
                        "/v1/images",
                        Map.of("container", "web", "name", "tools", "message", "with tools"),
                        TestUser.TIMEOUT)
                .expectDone();
        assertThat(alice.asksFor("web").isProblem("name-taken"))
                .as("a rejected request, for the lists")
                .isTrue();
        StackApiClient admin = RunningStack.get().people().administrator();
        admin.put("/v1/catalog/groups/console-course", Map.of("description", "A course"))
                .expectDone();
        admin.put("/v1/catalog/presets/console-pages", Map.of("description", "One CPU", "options", Map.of("cpus", 1)))
                .expectDone();
        admin.put("/v1/users/" + alice.name() + "/grants/console-pages", Map.of())
                .expectDone();
        describePages();
    }

    private static void describePages() {
        PERSONAL.put("", "Containers");
        PERSONAL.put("new?image=debian-ssh", "New container");
        for (String tab : List.of("", "/logs", "/usage", "/history", "/settings")) {
            PERSONAL.put("containers/web" + tab, "web");
        }
        PERSONAL.put("images", "Images");
        PERSONAL.put("ports", "Ports");
        PERSONAL.put("activity", "Activity");
        PERSONAL.put("you", "You");
        ADMINISTRATION.put("admin", "Overview");
        ADMINISTRATION.put("admin/people", "People");
        ADMINISTRATION.put("admin/people/" + alice.name(), alice.name());
        ADMINISTRATION.put("admin/containers", "All containers");
        ADMINISTRATION.put("admin/groups", "Groups");
        ADMINISTRATION.put("admin/presets", "Presets");
        ADMINISTRATION.put("admin/base-images", "Base images");
        ADMINISTRATION.put("admin/hosts", "Hosts");
        ADMINISTRATION.put("admin/audit", "Audit");
    }

    @Test
    void allPagesAreAccessibleInTheLightThemeAtTwiceTheSize() {
        visitAllPages(ColorScheme.LIGHT, 640);
    }

    @Test
    void allPagesAreAccessibleInTheDarkThemeAndFitOnATelephone() {
        visitAllPages(ColorScheme.DARK, 360);
    }

    private static void visitAllPages(ColorScheme theme, int width) {
        ConsoleTab user = profile(theme, width).signsIn(alice.name(), "");
        PERSONAL.forEach((path, title) -> visit(user, path, title));
        visit(user, "containers/web/terminal", "web");
        TerminalTab.opens(user, "web");
        check(user, "an open terminal");
        user.page().keyboard().press("Control+F6");
        user.page().keyboard().press("Control+k");
        user.dialog().waitFor();
        check(user, "the palette");
        ConsoleTab administrator = profile(theme, width).signsIn("admin", "admin");
        ADMINISTRATION.forEach((path, title) -> visit(administrator, path, title));
    }

    private static BrowserProfile profile(ColorScheme theme, int width) {
        return chromium.profile(new NewContextOptions().setColorScheme(theme).setViewportSize(width, HEIGHT));
    }

    private static void visit(ConsoleTab tab, String path, String title) {
        tab.page().navigate(BrowserProfile.consoleOrigin() + "/console/" + path);
        tab.awaitTitle(title);
        tab.awaitLive();
        tab.page().waitForCondition(() -> tab.page().getByText("Loading…").count() == 0);
        check(tab, path);
    }

    private static void check(ConsoleTab tab, String what) {
        assertThat(Accessibility.violations(tab.page())).as(what).isEmpty();
        assertThat(Accessibility.overflow(tab.page())).as("overflow of " + what).isZero();
    }
}
