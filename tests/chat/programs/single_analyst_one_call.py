import autogen

from autogen_hatidata import register_hatidata_tools

assistant = autogen.AssistantAgent(
    name="analyst",
    system_message="You are a data analyst. Explore the schema before you query.",
    llm_config={"config_list": [{"model": "gpt-4o"}]},
)
user_proxy = autogen.UserProxyAgent(
    name="user",
    human_input_mode="NEVER",
    max_consecutive_auto_reply=10,
    code_execution_config=False,
)

register_hatidata_tools(assistant, executor=user_proxy)

user_proxy.initiate_chat(
    assistant,
    message="What is the average order value by customer segment this quarter?",
)
