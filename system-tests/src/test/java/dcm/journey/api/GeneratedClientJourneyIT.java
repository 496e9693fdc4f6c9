package dcm.journey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.client.ApiClient;
import dcm.client.ApiException;
import dcm.client.api.ContainersApi;
import dcm.client.model.ContainerView;
import dcm.client.model.CreateRequest;
import dcm.client.model.IntentResponse;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Uses the API with a client that OpenAPI Generator made of its description. */
class GeneratedClientJourneyIT {
    private static final String WAIT = "wait=60";

    @Test
    void generatedClientCreatesListsAndRemovesAContainer() throws ApiException {
        TestUser alice = TestUser.joins("alice");
        ContainersApi containers = new ContainersApi(client(alice));

        IntentResponse created = containers.createContainer(
                new CreateRequest()
                        .image("debian-ssh")
                        .name("made")
                        .memoryMiB(256)
                        .cpus(new BigDecimal("0.5")),
                null,
                null,
                WAIT);

        assertThat(created.getStatus()).isEqualTo(IntentResponse.StatusEnum.DONE);
        assertThat(created.getSsh().getPort()).isBetween(32000, 32399);
        assertThat(containers
                        .listContainers(
                                null, created.getSequence(), null, null, null, null, null, null, null, null, null)
                        .getItems())
                .extracting(ContainerView::getId)
                .containsExactly(created.getContainer());

        IntentResponse removed = containers.removeContainer(created.getContainer(), false, true, null, WAIT);

        assertThat(containers
                        .listContainers(
                                null, removed.getSequence(), null, null, null, null, null, null, null, null, null)
                        .getItems())
                .isEmpty();
    }

    @Test
    void generatedClientReadsARejection() {
        ContainersApi containers = new ContainersApi(client(TestUser.joins("alice")));

        ApiException rejection = catchThrowableOfType(ApiException.class, () -> containers.getContainer("nope", null));

        assertThat(rejection.getCode()).isEqualTo(404);
        assertThat(rejection.getResponseBody()).contains("unknown-container");
    }

    private static ApiClient client(TestUser person) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(RunningStack.get().installation().url(StackPort.API_GATEWAY));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + person.token()));
        return client;
    }
}
