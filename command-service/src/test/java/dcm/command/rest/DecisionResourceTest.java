package dcm.command.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.Intent;
import org.junit.jupiter.api.Test;

class DecisionResourceTest {
    private static final Intent CORDON = new CordonHost("new disks");

    @Test
    void intentOfAnotherKindOfAggregateIsInvalid() {
        assertThatCode(() -> DecisionResource.requireFit(CORDON, AggregateId.of(new HostName("n1"))))
                .doesNotThrowAnyException();

        assertThatThrownBy(() -> DecisionResource.requireFit(CORDON, AggregateId.of(new OwnerName("alice"))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("owner/alice");
    }
}
