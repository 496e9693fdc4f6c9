package dcm.stack.kafka;

import dcm.kafka.BrokerUserProvisioner;
import dcm.stack.installation.Installation;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;

/** The instances of command-service in admission's consumer group. Each has a member for each of its threads. */
public final class AdmissionMembers {
    private static final String GROUP = BrokerUserProvisioner.STREAMS_APPLICATION;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Installation installation;

    public AdmissionMembers(Installation installation) {
        this.installation = installation;
    }

    /** Waits until an instance is a member, and all tasks are assigned. */
    public void awaitJoined(String instance) {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (true) {
                ConsumerGroupDescription group = describe(admin);
                if (group.groupState() == GroupState.STABLE
                        && !membersOf(group, instance).isEmpty()) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new StackFailure("%s did not join admission within %d s. The state of the group: %s"
                            .formatted(instance, TIMEOUT.toSeconds(), group.groupState()));
                }
                PollDelay.briefly();
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Removes an instance that has stopped, so that the others take over its tasks at once. The broker would wait six seconds, because the
     * instance has a name and could return.
     */
    public void remove(String instance) {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            List<MemberToRemove> members = membersOf(describe(admin), instance);
            if (!members.isEmpty()) {
                admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions(members))
                        .all()
                        .get();
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ConsumerGroupDescription describe(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(GROUP))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }

    private static List<MemberToRemove> membersOf(ConsumerGroupDescription group, String instance) {
        return group.members().stream()
                .flatMap(member -> member.groupInstanceId().stream())
                .filter(id -> isOf(id, instance))
                .map(MemberToRemove::new)
                .toList();
    }

    /** Kafka Streams appends the number of the thread to the name of the instance. */
    static boolean isOf(String member, String instance) {
        return member.startsWith(instance + "-")
                && member.substring(instance.length() + 1).matches("\\d+");
    }

    private static StackFailure failure(ExecutionException e) {
        return new StackFailure("Cannot read the members of admission: %s".formatted(e.getCause()), e);
    }

    private static StackFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StackFailure("Interrupted while waiting for admission.", e);
    }
}
