package dcm.journey.client;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journey.client.Laptop.Result;
import dcm.journey.client.Laptop.Running;
import dcm.journey.gateway.ConsoleBrowser;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user with the program dcm on their own machine, from the sign-in to the sign-out. */
class ClientJourneyIT {
    private static final int SSH_FAILED = 255;

    private final RunningStack stack = RunningStack.get();

    @Test
    void userSignsInWorksWithAContainerAndSignsOut() throws Exception {
        TestUser alice = TestUser.joins("alice");
        var laptop = new Laptop();
        String key = "IdentityFile=" + alice.key();

        // Sign in with the code in a browser.
        assertThat(laptop.types("show").err()).contains("dcm login URL");
        signIn(laptop, alice);
        assertThat(laptop.gets("whoami")).contains(alice.name());
        assertThat(laptop.gets("context", "ls")).contains("lab", "yes");

        // Create a container, log in and copy a file.
        assertThat(laptop.gets("create", "debian-ssh", "--name", "web", "--memory", "256"))
                .contains("web", "ssh -p");
        assertThat(laptop.gets("complete", "containers").lines()).contains("web");
        assertThat(laptop.gets("show")).contains("web", "running");
        assertThat(laptop.gets("ssh", "web", "-o", key, "-o", "IdentitiesOnly=yes", "--", "hostname"))
                .isEqualTo("web");
        assertThat(laptop.types("ssh", "web", "-o", key, "--", "exit 7").code()).isEqualTo(7);
        Path file = laptop.file("data.csv", "1,2,3");
        laptop.gets("cp", "-o", key, file.toString(), "web:/root/");
        assertThat(laptop.gets("ssh", "web", "-o", key, "--", "cat", "data.csv"))
                .isEqualTo("1,2,3");
        assertThat(laptop.gets("ssh", "web", "--jump", "-o", key, "-o", "IdentitiesOnly=yes", "--", "hostname"))
                .isEqualTo("web");
        assertThat(laptop.gets("ssh-config")).contains("Host web", "HostKeyAlias dcm-");
        assertThat(laptop.gets("ssh-config", "--known-hosts")).contains("dcm-", " ssh-ed25519 ");

        // A server with another host key could be an attacker.
        laptop.gets("ssh", "web", "-o", key, "--", newHostKey());
        Result other = Eventually.value(
                "the other host key is rejected",
                () -> laptop.types("ssh", "web", "-o", key, "--", "hostname"),
                result -> result.err().contains("Host key verification failed"));
        assertThat(other.code()).isEqualTo(SSH_FAILED);

        // The access token expires, and is renewed.
        laptop.expireToken("lab");
        assertThat(laptop.gets("rm", "web", "--force")).contains("web");

        // After the sign-out, the refresh token is worth nothing.
        String stolen = Files.readString(laptop.tokens("lab"));
        assertThat(laptop.gets("logout")).isEqualTo("Signed out of lab.");
        assertThat(laptop.types("show").err()).contains("You are not signed in to lab");
        Files.writeString(laptop.tokens("lab"), stolen);
        laptop.expireToken("lab");
        assertThat(laptop.types("show").err()).contains("Your sign-in to lab has ended");
    }

    private void signIn(Laptop laptop, TestUser person) throws Exception {
        String url = stack.installation().url(StackPort.API_GATEWAY);
        Running login = laptop.starts("login", url, "--context", "lab");
        var browser = new ConsoleBrowser(url);
        HttpResponse<String> consent = browser.signIn(login.signInPage(), person.name(), stack.password(person.name()));
        HttpResponse<String> done = browser.submit(consent, Map.of("accept", "Yes"));
        assertThat(done.body()).contains("Device Login Successful");
        Result result = login.await();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("Signed in to lab as %s.".formatted(person.name()));
    }

    /** Replaces the host key, as a container of an attacker at the same address would have another one. */
    private static String newHostKey() {
        return "rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key;"
                + " pkill -HUP -o sshd";
    }
}
