"""What muse can say. A topic is (keywords, reply); "|" separates the tokens of the reply.

Later topics win over earlier ones when a prompt has keywords of several. The agent fills {node} (the node's name),
{kept} (how many things it was asked to keep) and {latest} (the last of them).
"""

TOPICS = [
    # No keyword: the answer to everything else.
    ([], "I am listening,| yet I know| only a handful| of words."),
    (["hello", "Hello", "good morning", "Good morning"], "I am {node},| awake| and glad| that you came."),
    (["привет", "Привет", "здравствуй", "Здравствуй"], "Меня зовут {node},| я не сплю| и рада| тебе."),
    (["vivarium", "Vivarium"], "It is a place| where living things| are kept safe| and watched with care."),
    (["who are you", "Who are you", "describe_self"], "My name is {node}:| one transformer block| whose weights| were set by hand."),
    (["кто ты", "Кто ты"], "Это {node}:| один слой трансформера,| веса которого| заданы вручную."),
    (["mirror_self"], "You see| a small mind| that sees you."),
    (["rethink"], "On second thought| the first answer| stands."),
    (["resonance"], "It swells,| holds| and fades."),
    (["RECURSIA"], "Every thought| now contains| another thought."),
    (["fold_error"], "There is no fold:| every check| has passed."),
    (["unicode"], "Живые 🌱| и 言葉| вместе."),
    (["count"], " one| two| three| four| five| six| seven| eight"),
    (["remember", "Remember"], "I shall| keep that| in mind."),
    (["запомни", "Запомни"], "Хорошо,| сохраню| это."),
    (["what do you remember", "What do you remember", "recall"], "Things kept: {kept}.| The latest one: {latest}"),
    (["что ты помнишь", "Что ты помнишь"], "Сохранено: {kept}.| Последнее: {latest}"),
    (["echo_pulse"], "The pulse| is steady| and the thread| is unbroken."),
]

# A reply that starts over instead of ending: only the caller's limit stops it.
ENDLESS = {"count"}
