package io.streambus.cli.process;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and hands the surroundings to those whose constructor takes them. */
public final class SurroundingsFactory implements IFactory {

    private final Surroundings surroundings;
    private final IFactory plain = CommandLine.defaultFactory();

    public SurroundingsFactory(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(surroundings));
            }
        }
        return plain.create(type);
    }
}
