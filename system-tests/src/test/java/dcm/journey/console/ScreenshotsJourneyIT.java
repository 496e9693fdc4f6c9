package dcm.journey.console;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.account.LocalAccounts;
import dcm.stack.api.StackApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Takes the pictures of docs/console.md, with {@code ./dcm test --screenshots}. */
@Tag("screenshots")
class ScreenshotsJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final Path PICTURES = Path.of("../docs/images/console");
    private static final int WIDTH = 1120;
    private static final int HEIGHT = 560;

    @BeforeAll
    static void prepareAccounts() {
        LocalAccounts people = RunningStack.get().people();
        StackApiClient admin = people.administrator();
        admin.put("/v1/catalog/groups/students", Map.of("description", "Course on operating systems"))
                .expectDone();
        people.add(
                "alice", "Alice Adams", "user", List.of(TestUser.joins("dave").publicKey()));
        people.add("bob", "Bob Brown", "user", List.of());
        people.add("carol", "Carol Clark", "user", List.of());
        admin.patch("/v1/users/bob", Map.of("group", "students")).expectDone();
        StackApiClient alice = people.as("alice");
        create(alice, Map.of("name", "web", "ports", List.of("8080"), "memoryMiB", 512, "cpus", 1));
        create(alice, Map.of("name", "db", "memoryMiB", 1024, "cpus", 0.5));
        create(alice, Map.of("name", "train", "memoryMiB", 2048, "cpus", 2));
        create(alice, Map.of("name", "old-experiment", "memoryMiB", 256, "cpus", 0.5));
        alice.post("/v1/containers/old-experiment/stop", TestUser.TIMEOUT).expectDone();
        alice.post("/v1/images", Map.of("container", "web", "name", "tools"), TestUser.TIMEOUT)
                .expectDone();
        create(people.as("bob"), Map.of("name", "homework", "memoryMiB", 256, "cpus", 0.5));
    }

    @Test
    void pagesOfAUser() {
        ConsoleTab tab = profile(ColorScheme.LIGHT).signsIn("alice", "");
        tab.sees("MiB /");
        take(tab, "containers");
        tab.goesTo("New container", "New container");
        tab.fills("Image", "debian-ssh");
        tab.fills("Name", "shop");
        tab.sees("Left afterwards");
        take(tab, "new-container");
        tab.goesTo("Activity", "Activity");
        take(tab, "activity");
    }

    @Test
    void darkPageOfAContainer() {
        ConsoleTab tab = profile(ColorScheme.DARK).signsIn("alice", "containers/web");
        tab.sees("as root");
        take(tab, "container-dark");
    }

    @Test
    void pagesOfAnAdministrator() {
        ConsoleTab tab = profile(ColorScheme.LIGHT).signsIn("admin", "admin");
        take(tab, "overview");
        tab.goesTo("People", "People");
        tab.sees("Bob Brown");
        take(tab, "people");
        tab.goesTo("Hosts", "Hosts");
        tab.seesInRow("t1", "live");
        take(tab, "hosts");
    }

    private static BrowserProfile profile(ColorScheme theme) {
        return chromium.profile(new NewContextOptions().setColorScheme(theme).setViewportSize(WIDTH, HEIGHT));
    }

    private static void create(StackApiClient client, Map<String, ?> fields) {
        Map<String, Object> request = new HashMap<>(fields);
        request.put("image", "debian-ssh");
        client.post("/v1/containers", request, Duration.ofSeconds(60)).expectDone();
    }

    private static void take(ConsoleTab tab, String name) {
        tab.page().waitForCondition(() -> tab.page().getByText("Loading…").count() == 0);
        PalettePicture.write(tab.page().screenshot(), PICTURES.resolve(name + ".png"));
    }
}
