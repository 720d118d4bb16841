"""What a child said in another language, or signed or spoke, is put into English: given, written, checked, shown."""
