package dcm.journey.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images that are based on images of the user, several levels deep. */
class LayersJourneyIT {
    private static final int MAX_LAYERS = 125;

    private final RunningStack stack = RunningStack.get();

    @Test
    void manyLayersGiveAWarningAndACommitAboveTheLimitIsRejected() throws IOException {
        offerImageWithLayers(MAX_LAYERS - 2);
        TestUser alice = TestUser.joins("alice");

        JsonNode tall = madeOf(alice, "deep", "tall");
        JsonNode taller = madeOf(alice, "tall", "taller");
        changed(alice, "taller", "highest");
        Answer refused = commit(alice, "highest", "tallest", Map.of());

        assertThat(tall.path("layers").asInt()).isEqualTo(MAX_LAYERS - 1);
        assertThat(tall.path("warning").asText()).contains("124 of at most 125 layers", "Flatten");
        assertThat(taller.path("layers").asInt()).isEqualTo(MAX_LAYERS);
        assertThat(refused.isProblem("too-many-layers")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("125", "flatten");
        assertThat(alice.client().get("/v1/images/tallest").status()).isEqualTo(404);
        assertThat(alice.show("highest").path("state").asText()).isEqualTo("running");

        commit(alice, "highest", "flat", Map.of("flatten", true)).expectDone();
        JsonNode flat = alice.client().get("/v1/images/flat").expectDone();
        assertThat(flat.path("layers").asInt()).isEqualTo(1);
        assertThat(flat.has("warning")).isFalse();
        JsonNode next = alice.creates("next", Map.of("image", "flat"));
        assertThat(alice.ssh(next, "root", "cat /opt/tall /opt/taller /opt/highest /opt/n1 | tr '\\n' ' '"))
                .isEqualTo("tall taller highest layer");
    }

    /** Creates an image of a container of {@code image}, with one change. */
    private static JsonNode madeOf(TestUser person, String image, String name) {
        changed(person, image, name);
        JsonNode made = commit(person, name, name, Map.of()).expectDone();
        return person.client()
                .get("/v1/images/" + name + "?after=" + made.path("sequence").asLong())
                .expectDone();
    }

    private static void changed(TestUser person, String image, String container) {
        JsonNode made = person.creates(container, Map.of("image", image));
        person.ssh(made, "root", "echo " + container + " > /opt/" + container);
    }

    private static Answer commit(TestUser person, String container, String name, Map<String, ?> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("container", container);
        request.put("name", name);
        return person.client().post("/v1/images", request, TestUser.TIMEOUT);
    }

    private void offerImageWithLayers(int count) throws IOException {
        int there = Integer.parseInt(
                stack.docker("image", "inspect", "-f", "{{len .RootFS.Layers}}", RunningStack.BASE_IMAGE));
        Path context = Files.createTempDirectory(RunningStack.get().temporaryFiles(), "layers");
        Files.writeString(context.resolve("file"), "layer");
        String copies = IntStream.rangeClosed(1, count - there)
                .mapToObj(n -> "COPY file /opt/n" + n)
                .collect(Collectors.joining("\n"));
        Files.writeString(context.resolve("Dockerfile"), "FROM " + RunningStack.BASE_IMAGE + "\n" + copies + "\n");
        stack.docker("build", "-q", "-t", RunningStack.DEEP_IMAGE, context.toString());
        TestUser someone = TestUser.joins("someone");
        Eventually.that(
                "the image is offered",
                () -> someone.client().get("/v1/images/deep").status() == 200);
    }
}
