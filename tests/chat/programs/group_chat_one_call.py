import autogen

from autogen_hatidata import HatiDataGroupChat

PROMPTS = {
    "researcher": "You explore database schemas.",
    "analyst": "You write SQL queries based on the researcher's schema findings.",
    "writer": "You synthesize analysis results into clear business insights.",
}
llm_config = {"config_list": [{"model": "gpt-4o"}]}

agents = [
    autogen.AssistantAgent(name, system_message=prompt, llm_config=llm_config) for name, prompt in PROMPTS.items()
]
user_proxy = autogen.UserProxyAgent(name="user", human_input_mode="NEVER", code_execution_config=False)

groupchat = HatiDataGroupChat(agents=[user_proxy, *agents], max_round=15)
manager = autogen.GroupChatManager(groupchat=groupchat, llm_config=llm_config)

user_proxy.initiate_chat(
    manager,
    message="Analyze our customer retention rates and identify the top factors driving churn.",
)
