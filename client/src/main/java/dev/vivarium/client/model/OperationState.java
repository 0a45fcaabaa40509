package dev.vivarium.client.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How far an operation is. */
public enum OperationState {
    WAITING,
    RUNNING,
    UNDOING,
    DONE,
    FAILED,
    CANCELLED,
    NEEDS_OPERATOR,
    /** What a newer service says and this client does not know. */
    @JsonEnumDefaultValue
    OTHER;

    /** True if nothing more happens. */
    public boolean isEnd() {
        return switch (this) {
            case DONE, FAILED, CANCELLED, NEEDS_OPERATOR -> true;
            case WAITING, RUNNING, UNDOING, OTHER -> false;
        };
    }
}
