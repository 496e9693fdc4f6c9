package dcm.projection.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerFilter.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerFilterTest {
    @Test
    void emptyFilterSelectsAll() {
        assertThat(new ContainerFilter(null, null, null, List.of(), null, null, null)
                        .condition()
                        .text())
                .isEqualTo("1 = 1");
    }

    @Test
    void wildcardsInTheTextAreLiteral() {
        Condition condition = new ContainerFilter(null, "A_b%!", null, List.of(), null, null, null).condition();

        assertThat(condition.values()).containsEntry("text", "%a!_b!%!!%");
    }

    @Test
    void imageWithoutATagSelectsAllTags() {
        Condition condition = new ContainerFilter(null, null, null, List.of(), "debian_ssh", null, null).condition();

        assertThat(condition.values()).containsEntry("image", "debian_ssh").containsEntry("tagged", "debian!_ssh:%");
    }

    @Test
    void labelFilterMatchesTheStoredJson() {
        assertThat(label("user.course")).isEqualTo("%\"user.course\":%");
        assertThat(label("user.course=o\"s=1")).isEqualTo("%\"user.course\":\"o\\\"s=1\"%");
    }

    @Test
    void fieldThatIsNoLabelIsRefused() {
        assertThatThrownBy(() -> label("environment")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> label("TZ=user.x")).isInstanceOf(InvalidValueException.class);
    }

    private static Object label(String label) {
        return new ContainerFilter(null, null, null, List.of(), null, null, label)
                .condition()
                .values()
                .get("label");
    }

    @Test
    void containersOfUnreachableHostsAreOnlyUnreachableOrLost() {
        assertThat(state(ContainerViewState.UNREACHABLE).text()).isEqualTo("host in :unreachable and state <> :lost");
        assertThat(state(ContainerViewState.RUNNING).text()).isEqualTo("state = :state and host not in :unreachable");
        assertThat(state(ContainerViewState.LOST).text()).isEqualTo("state = :state");
    }

    private static Condition state(@Nullable ContainerViewState state) {
        return new ContainerFilter(null, null, state, List.of("n2"), null, null, null).condition();
    }
}
