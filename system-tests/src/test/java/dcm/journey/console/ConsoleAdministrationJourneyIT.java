package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What administrators do in the browser. */
class ConsoleAdministrationJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final String ADMINISTRATOR = "admin";
    private static final String HOST = "t1";
    private static final String NEW_PASSWORD = "a long new passphrase 17";

    private final StackApiClient admin = RunningStack.get().people().administrator();

    @AfterEach
    void uncordonHost() {
        admin.post("/v1/hosts/" + HOST + "/uncordon", Duration.ZERO).expectDone();
    }

    @Test
    void importedStudentSignsInWithTheOneTimePassword() {
        ConsoleTab tab = signsIn("admin/people");
        tab.button("Import").click();
        tab.dialog().locator("textarea").fill("""
                name,displayName
                course1,Carla Course
                course2,Carlos Course
                """);

        tab.dialogButton("Check").click();
        tab.sees("This would change:");
        tab.dialogButton("Import").click();
        tab.sees("This was changed. The passwords are shown only now.");
        String password =
                tab.dialog().locator("tr:has-text('course1') code").first().innerText();

        ConsoleTab student = chromium.profile().visits("");
        student.fillSignIn("course1", password);
        student.page().fill("#password-new", NEW_PASSWORD);
        student.page().fill("#password-confirm", NEW_PASSWORD);
        student.page().click("[type=submit]");
        student.awaitLive();
        student.sees("Carla Course");
        assertThat(admin.get("/v1/users/course2")
                        .expectDone()
                        .path("displayName")
                        .asText())
                .isEqualTo("Carlos Course");
    }

    @Test
    void grantedPresetAppearsInTheUsersOpenForm() {
        TestUser alice = TestUser.joins("alice");
        admin.put("/v1/catalog/presets/console-small", Map.of("options", Map.of("cpus", 1)))
                .expectDone();
        ConsoleTab form = chromium.signsIn(alice, "new");
        assertThat(form.field("Preset").textContent()).doesNotContain("console-small");
        ConsoleTab tab = signsIn("admin/people/" + alice.name());

        tab.button("Grant a preset").click();
        tab.dialog().getByLabel("Preset").selectOption("console-small");
        tab.dialogButton("Grant a preset").click();

        tab.sees("console-small");
        form.page().waitForCondition(() -> form.field("Preset").textContent().contains("console-small"));
        tab.button("Revoke console-small").click();
        tab.dialogButton("Revoke").click();
        tab.sees("No preset is granted.");
    }

    @Test
    void hostIsDrainedAndUncordoned() {
        ConsoleTab tab = signsIn("admin/hosts");
        tab.seesInRow(HOST, "live");

        tab.chooses(HOST, "Drain");
        tab.fills("Day and time", "2099-01-01T00:00");
        tab.fills("Reason", "new disks");
        tab.dialogButton("Drain").click();

        tab.seesInRow(HOST, "draining");
        assertThat(admin.get("/v1/hosts/" + HOST).expectDone().path("reason").asText())
                .isEqualTo("new disks");
        tab.chooses(HOST, "Uncordon");
        tab.dialogButton("Uncordon").click();
        tab.seesInRow(HOST, "live");
    }

    @Test
    void containerIsHandedOverAndTheAccountIsRemoved() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        alice.creates("web");
        alice.creates("scratch");
        ConsoleTab receiver = chromium.signsIn(bob, "");
        ConsoleTab tab = signsIn("admin/people");
        tab.searches(alice.name());

        tab.chooses(alice.name(), "Hand over");
        tab.dialog().getByLabel("What").selectOption("Container web");
        tab.fills("Receiver", bob.name());
        tab.dialogButton("Hand over").click();

        receiver.seesInRow("web", "running");
        Eventually.that(
                "the giver has only the other container",
                () -> alice.containers().findValuesAsText("name").equals(List.of("scratch")));

        tab.chooses(alice.name(), "Remove");
        tab.sees("scratch (");
        assertThat(tab.dialogButton("Remove").isDisabled()).isTrue();
        tab.fills("Write the account name to confirm", alice.name());
        tab.dialogButton("Remove").click();

        Eventually.that(
                "the account is removed",
                () -> admin.get("/v1/users/" + alice.name())
                        .expectDone()
                        .path("removal")
                        .has("endedAt"));
        tab.awaitNoRow(alice.name());
    }

    private static ConsoleTab signsIn(String path) {
        return chromium.profile().signsIn(ADMINISTRATOR, path);
    }
}
