package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.contract.problem.ErrorCode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ChangeFollower;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.document.ContainerDocument;
import dcm.shell.screen.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Shows containers as they change. A terminal shows them anew after each change; otherwise each change is one line: with
 * {@code --json}, the document of the API. Not thread-safe.
 */
final class ContainerWatch implements ChangeFollower.Receiver {
    private final ApiClient api;
    private final Screen screen;
    private final boolean json;
    private final List<String> handles;
    private final SequencedMap<String, Document<ContainerDocument>> shown = new LinkedHashMap<>();
    private boolean begun;

    /** @param handles the containers to show; empty: all */
    ContainerWatch(ApiClient api, Screen screen, boolean json, List<String> handles) {
        this.api = api;
        this.screen = screen;
        this.json = json;
        this.handles = handles;
    }

    /** Runs until the user interrupts the command. */
    void run() {
        try {
            new ChangeFollower(api, this).follow();
        } catch (CommandInterruptedException enough) {
            // the user has ended the command
        }
    }

    @Override
    public void reset() {
        List<Document<ContainerDocument>> loaded = load();
        SequencedMap<String, Document<ContainerDocument>> before = new LinkedHashMap<>(shown);
        shown.clear();
        loaded.forEach(container -> shown.put(container.fields().id(), container));
        if (isTerminal()) {
            draw();
        } else if (!begun && !json) {
            ContainerDetails.table(fields(), screen);
        } else {
            before.forEach((id, container) -> {
                if (!shown.containsKey(id)) {
                    removed(container);
                }
            });
            shown.forEach((id, container) -> {
                if (!container.equals(before.get(id))) {
                    print(container);
                }
            });
        }
        begun = true;
    }

    /** After the first time, containers are read by their ids: those that are unknown by now are removed. */
    private List<Document<ContainerDocument>> load() {
        if (!begun || handles.isEmpty()) {
            return Containers.named(api, handles);
        }
        return shown.keySet().stream()
                .map(id -> api.get(Containers.address(id)))
                .filter(answer -> !answer.isProblem(ErrorCode.UNKNOWN_CONTAINER.code()))
                .map(answer -> answer.document(ContainerDocument.class))
                .toList();
    }

    @Override
    public void changed(String kind, JsonNode resource) {
        if (!kind.equals("container")) {
            return;
        }
        String id = resource.path("id").asText();
        if (resource.path("removed").asBoolean()) {
            Document<ContainerDocument> gone = shown.remove(id);
            if (gone != null) {
                show(() -> removed(gone));
            }
            return;
        }
        Document<ContainerDocument> container = Document.of(resource, ContainerDocument.class);
        Document<ContainerDocument> before = shown.get(id);
        boolean meant = before != null || handles.isEmpty();
        boolean newer = before == null
                || before.json().path("sequence").asLong()
                        <= resource.path("sequence").asLong();
        if (meant && newer && !container.equals(before)) {
            if (before == null) {
                shown.putFirst(id, container);
            } else {
                shown.put(id, container);
            }
            show(() -> print(container));
        }
    }

    /** Redraws the screen, because it shows how long each state has lasted. */
    @Override
    public void current() {
        if (isTerminal()) {
            draw();
        }
    }

    @Override
    public void interrupted(CommandFailure reason) {
        screen.printError("Not current: " + reason.sentence() + " Trying again.");
    }

    private boolean isTerminal() {
        return screen.terminal() && !json;
    }

    private void show(Runnable line) {
        if (isTerminal()) {
            draw();
        } else {
            line.run();
        }
    }

    private void draw() {
        screen.out().print(RefreshLoop.HOME_AND_CLEAR);
        if (handles.isEmpty()) {
            ContainerDetails.table(fields(), screen);
        } else {
            fields().forEach(container -> ContainerDetails.details(container, screen));
        }
    }

    private List<ContainerDocument> fields() {
        return shown.values().stream().map(Document::fields).toList();
    }

    private void print(Document<ContainerDocument> container) {
        if (json) {
            screen.jsonLine(container.json());
            return;
        }
        ContainerDocument fields = container.fields();
        String reason = fields.reason().isEmpty() ? "" : ": " + fields.reason();
        screen.line(fields.label() + " " + fields.name() + " " + fields.state() + reason);
    }

    private void removed(Document<ContainerDocument> container) {
        ContainerDocument fields = container.fields();
        if (json) {
            screen.jsonLine(
                    JsonNodeFactory.instance.objectNode().put("removed", true).put("id", fields.id()));
        } else {
            screen.line(fields.label() + " " + fields.name() + " removed");
        }
    }
}
