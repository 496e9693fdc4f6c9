package dcm.contract.view;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewValueTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                AuditResult.class,
                ContainerViewState.class,
                HostStatus.class,
                ImageAvailability.class,
                ImageViewState.class,
                ImportAction.class,
                IntentStatus.class,
                QuotaEnforcement.class,
                RemovalStepState.class,
                TransferState.class
            })
    <E extends Enum<E> & ViewValue> void columnAndJsonContainTheSameText(Class<E> type) {
        assertThat(type.getEnumConstants()).allSatisfy(constant -> {
            assertThat(Json.text(constant)).isEqualTo('"' + constant.value() + '"');
            assertThat(ViewValue.find(type, constant.value())).contains(constant);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RUNNING", "hibernating"})
    void unknownTextRepresentsNoValue(String text) {
        assertThat(ViewValue.find(ContainerViewState.class, text)).isEmpty();
        assertThat(ContainerViewState.RUNNING.is(text)).isFalse();
    }
}
